"""The installed box, booted with real systemd: Debian 12 and 13 under systemd-nspawn, in the lab.

What a test here may use:

- `box` (fixture): one installed box for each Debian, which all tests share. A home is set up on it,
  names resolve, and a carer's phone is signed in. Leave it as it was found.
- `spare_box` (fixture): a box of the test's own, which starts as `box` did; break it as you like.
- `bare_box` (fixture): the same Debian before Lamplight was installed. The clone is at
  `box.clone`, the packages at `box.wheels`, so `box.install()` installs.

    box.run("systemctl", "is-active", "lamplight-agent")   # as root; what it printed; raises Failed
    box.tries("false").returncode                           # the same, whatever its status
    box.path("/etc/lamplight/lamplight.env").read_text()    # the box's card, also while it is off
    box.dig("blocked.example")                              # from a laptop of the home: a reply
    box.phone.ask("/rules/everyone/names", block="…")       # the pages over TLS, as a carer
    box.block("site.example")                               # a change on the pages; acknowledged
    box.reboot()                                            # in order, and up again
    box.cut()                                               # as a power cut does; then box.boot()

Where a box has to run in two releases, `box.run("cp", "-r", box.clone, "/srv/next")` makes a tree
that may be changed there; `releases.py` makes signed ones. `recording_at(box)` gives a box an
agreement in force, by which it writes down what the laptop looks up, on a clock that the test
holds. What can go on while the plug is pulled stands in `acts.py`.

Rules kept here:
- Everything of a box lies in namespaces and a folder of its own: a run that is killed leaves no
  mount and no process behind, and two runs do not meet.
- One box runs at a time. A test with a box of its own stands in a file that comes late in the
  alphabet, so that the shared one is not switched off and on again.
- A root is made once and kept (`roots.py`); it is never written to: each box is a layer over it.
- Waiting is for systemd to say that it is up, for a line, or for an answer; never for time.
"""
