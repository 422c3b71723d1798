#!/usr/bin/env bash
# Puts Lamplight on a new box without screen or keyboard. `systemd/imaging.md` says how it is used:
# it lies on the card's boot partition, beside one release (lamplight.tar, or it unpacked in a folder).
#
#   bash first-boot.sh              from now on, until it is done: a service, started at once
#   bash first-boot.sh --next-boot  the same, from the next start of the machine on
#   bash first-boot.sh --here       in the foreground, once; what the service runs
#
# Rules kept here:
# - What is installed already is left alone. What a power cut stopped goes on at the next start.
# - Nothing of a release runs before each of its files is what its list says, and no file is there
#   besides. That finds what was damaged on its way to the card. Who made it was up to whoever
#   imaged the card; from then on the box checks signatures by itself (lamplight upgrade).
# - The set-up code goes into one file on the boot partition. The file goes as soon as the home is set
#   up; from then on the code opens nothing.
# - Exit status: 0 done or nothing to do, 1 not yet (it tries again), 2 somebody has to do something.
set -euo pipefail

# Empty on a real machine. Tests put a made-up tree in place of its root.
root=${LAMPLIGHT_ROOT:-}
pause=${LAMPLIGHT_PAUSE:-5}

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
unit=first-boot-of-lamplight.service
unit_file=$root/etc/systemd/system/$unit
begun=$root/var/lib/lamplight-first-boot
installed=$root/opt/lamplight/current
settings=$root/etc/lamplight/lamplight.env
set_up_code=$root/var/lib/lamplight/console/set-up-code
code_note=$here/lamplight-code.txt
trouble_note=$here/lamplight-trouble.txt
work=

say() {
    printf '%s\n' "$*"
    # What systemd started is in the journal already.
    [[ -n ${JOURNAL_STREAM:-} ]] || logger --tag lamplight-first-boot -- "$*" 2>/dev/null || true
}

# put FILE TEXT: whole or not at all; whoever takes the card out can read it.
put() {
    if ! { printf '%s\n' "$2" >"$1.part" && mv -f "$1.part" "$1" && sync -f "$1"; }; then
        say "This could not be written to the card's boot partition: $1"
    fi
}

# trouble STATUS TEXT: said in the journal and on the card, for whoever has no screen.
trouble() {
    say "$2"
    put "$trouble_note" "$2"
    exit "$1"
}

tidy() { if [[ -n $work ]]; then rm -rf -- "$work"; fi; }
trap tidy EXIT

# The one release beside this file; nothing is changed before it is found.
release_here() {
    shopt -s nullglob
    local found=("$here"/lamplight*.tar)
    if [[ -f $here/lamplight/release.files ]]; then found+=("$here/lamplight"); fi
    if ((${#found[@]} == 0)); then
        trouble 2 "There is no release of Lamplight on this card, so nothing is changed. Put the card
into a computer, copy lamplight.tar beside first-boot.sh, and start the box again."
    elif ((${#found[@]} > 1)); then
        trouble 2 "There is more than one release on this card, so nothing is changed. Leave one of
these beside first-boot.sh, and start the box again: ${found[*]##*/}"
    fi
    release=${found[0]}
}

# Copy it off the boot partition, and see that it is whole.
unpack() {
    mkdir -p "$root/var/tmp"
    work=$(mktemp -d "$root/var/tmp/lamplight.XXXXXX")
    if [[ -d $release ]]; then
        cp -r "$release/." "$work" || trouble 1 "The release could not be copied. Is the card full?"
    else
        tar --extract --file "$release" --directory "$work" --strip-components 1 \
            --no-same-owner --no-same-permissions ||
            trouble 2 "The release is damaged, or the card is full. Copy lamplight.tar anew."
    fi
    local listed there
    listed=$(($(wc -l <"$work/release.files") + 2)) || listed=0
    there=$(find "$work" ! -type d | wc -l)
    if ((listed != there)) ||
        ! (cd "$work" && sha256sum --quiet --strict --check release.files); then
        trouble 2 "The release on this card is not whole, so nothing is installed. Copy it anew."
    fi
}

install_it() {
    say "Lamplight is put on this machine. That takes some minutes."
    mkdir -p "$(dirname "$begun")"
    : >"$begun"
    if ! bash "$work/lamplight" install --yes </dev/null 2>&1; then
        trouble 1 "Lamplight could not be installed yet; the journal of $unit says why. It tries
again by itself. Is the cable in, and does the router have internet?"
    fi
    rm -f "$begun" "$trouble_note"
}

tell_code() {
    local address
    address=$(sed -n 's/^LAMPLIGHT_PAGES=.*--tls-listen \([0-9.]*\):.*/\1/p' "$settings" || true)
    put "$code_note" "Lamplight is installed, and waits to be set up.
On a phone at home open: https://${address:-lamplight.local}/
The set-up code: $(<"$set_up_code")
This file goes by itself once the home is set up."
    say "The set-up code is in ${code_note##*/} on the card's boot partition."
}

# Until somebody has set up the home; then nothing of this is left.
wait_for_set_up() {
    local tries
    for ((tries = 0; tries < 24; tries++)); do
        if [[ -e $set_up_code ]]; then break; fi
        sleep "$pause"
    done
    if [[ -e $set_up_code ]]; then
        tell_code
        while [[ -e $set_up_code ]]; do sleep "$pause"; done
        say "The home is set up."
    else
        say "There is no set-up code: this home was set up before. If it was not: lamplight doctor."
    fi
    rm -f "$code_note" "$trouble_note"
    retire
}

retire() {
    if [[ ! -e $unit_file ]]; then return; fi
    systemctl disable "$unit" || true
    rm -f "$unit_file"
    systemctl daemon-reload || true
}

do_it_here() {
    if [[ -e $installed && ! -e $begun ]]; then
        say "Lamplight is installed here already. Nothing is installed."
        if [[ -e $unit_file ]]; then wait_for_set_up; fi
        return
    fi
    release_here
    # A documentation address (RFC 5737): nothing is sent, the kernel only says which way it would.
    ip route get 192.0.2.1 >/dev/null 2>&1 ||
        trouble 1 "The box has no way out of the home yet. Put its cable into the router."
    unpack
    install_it
    wait_for_set_up
}

register() {
    if [[ -e $installed && ! -e $begun ]]; then
        say "Lamplight is installed here already. Nothing is done."
        return
    fi
    release_here
    mkdir -p "$(dirname "$unit_file")"
    cat >"$unit_file" <<TEXT
[Unit]
Description=Lamplight, put on this machine
Wants=network-online.target
After=network-online.target time-sync.target
RequiresMountsFor=$here
# Each try unpacks anew, and a card wears out by writing.
StartLimitIntervalSec=1d
StartLimitBurst=30

[Service]
Type=exec
ExecStart=/bin/bash $here/first-boot.sh --here
SyslogIdentifier=lamplight-first-boot
Restart=on-failure
RestartSec=2min
RestartPreventExitStatus=2

[Install]
WantedBy=multi-user.target
TEXT
    systemctl daemon-reload || true
    systemctl enable "$unit"
    if [[ $1 == now ]]; then systemctl start --no-block "$unit"; fi
    say "Lamplight is put on this machine by $unit: at once, or at the next start."
}

if [[ -z $root && $EUID -ne 0 ]]; then
    say "This needs the rights of root. Run it again with sudo in front."
    exit 2
fi
case ${1:-} in
'') register now ;;
--next-boot) register later ;;
--here) do_it_here ;;
*)
    say "first-boot.sh knows no '$1'; it takes --next-boot or --here, or nothing."
    exit 2
    ;;
esac
