"""The installed box as a whole machine under qemu, for what a container cannot show.

A container has the kernel, the clock and the limits of the machine that tests. Here the box has its
own: what takes too much memory is killed, what may not reach an address does not, and the clock is
set by chrony and by nobody else.

Rules kept here:
- The machine is emulated (`-M pc -accel tcg`), so it runs wherever qemu does, and alike.
- Every run starts it once, for its limits. The clock, which takes two starts and minutes of
  waiting, is looked at in the soak.
- It starts in the wrong year, as a Raspberry Pi does, which has no clock of its own.
- What it is asked from inside is asked by one program (`guest.py`), which says what it found on a
  serial line of its own. Nothing is judged there: the tests do that.
- No question leaves the lab: upstream and time servers stand on its router.
"""
