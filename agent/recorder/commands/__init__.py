"""What can be asked of the recorder at the box's own terminal, by carer, young person, helper.

Rules kept here:
- A verb asks, and says what came of it. What may be done is the recorder's to judge; no verb keeps
  a rule of its own, and none has more rights than whoever may reach the socket.
- A card's words are typed unseen, turned into keys here, and forgotten. The recorder gets public
  keys and signatures.
- Each verb is given a desk and a recorder, and touches nothing else, so that it can be tried from
  beginning to end.
"""
