#!/bin/sh
# What busybox's DHCP program runs when it has an address or loses it: this interface's address and
# way out, and nothing else. The script that Debian ships would change the machine's own DNS.
case $1 in
deconfig)
    ip -4 address flush dev "$interface"
    ;;
bound | renew)
    ip -4 address flush dev "$interface"
    ip address add "$ip/$mask" dev "$interface"
    ip route replace default via "${router%% *}"
    ;;
esac
