# A real vstrecha-server and what asks it, for the scripts beside this. To be sourced by bash after deploy/drive.sh, with
# `programs` and `work` set. `near` is what runs a command where the kiosks are, `far` where the server is; empty: here.
#   start_server ADDRESS PORT · ask PATH · make_kiosk NAME · make_bare_kiosk NAME · join_kiosk NAME ADDRESS · held NAME · is_held NAME
#   wait_until SECONDS WHAT COMMAND... · same_lines NAME · stop_server

near=() far=()
server_process= server_at=
school=assets/demo/school-12

fail() { echo "FAILED: $*" >&2; [ ! -s "$work/server.log" ] || tail -n 5 "$work/server.log" >&2; exit 1; }
expect() { [ "$2" = "$3" ] || fail "$1: expected \"$3\", found \"$2\""; }

# wait_until SECONDS WHAT COMMAND...: prints how long it took, in milliseconds.
wait_until() {
    local patience=$1 what=$2 began now
    shift 2
    began=$(date +%s%3N)
    until "$@" >/dev/null 2>&1; do
        now=$(date +%s%3N)
        [ $((now - began)) -lt $((patience * 1000)) ] || fail "not within $patience s: $what"
        sleep 0.05
    done
    echo $(($(date +%s%3N) - began))
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_server() { # ADDRESS PORT
    server_at=$1:$2
    "${far[@]}" "$programs/vstrecha-server" --data "$work/server" --listen "$server_at" --school-name 'Школа № 12' \
        2>>"$work/server.log" &
    server_process=$!
    wait_until 20 "the server answers" ask /health >/dev/null
}
stop_server() {
    kill -TERM "$server_process"
    wait "$server_process" || fail "the server ended with $?"
    server_process=
}
ask() { "${far[@]}" curl --silent --show-error --insecure --max-time 5 "https://$server_at$1"; }

# A kiosk of the demo school without people; its data are $work/NAME. make_kiosk: with its people.
make_bare_kiosk() {
    echo "correct horse battery" >"$work/passphrase"
    "$programs/vstrecha" init --data "$work/$1" --school 'Школа № 12' --timezone Asia/Novokuznetsk --pin 2468 \
        --passphrase-file "$work/passphrase" >"$work/init.log"
}
make_kiosk() {
    make_bare_kiosk "$1"
    "$programs/vstrecha" import --data "$work/$1" "$school/people.xlsx" "$school/groups.csv" "$school/meetings.csv" \
        "$school/cards.csv" >"$work/import.log" || fail "import: $(cat "$work/import.log")"
}
# A code from the server; ADDRESS is where the kiosk finds it.
new_code() { # NAME ADDRESS
    "${far[@]}" "$programs/vstrecha-server" --data "$work/server" --public-address "$2" kiosk add --name "Киоск $1" >"$work/code" ||
        fail "no code: $(cat "$work/code")"
    grep -oE '\b[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}\b' "$work/code" | head -n 1
}
join_kiosk() { # NAME ADDRESS CODE
    "${near[@]}" "$programs/vstrecha" join --data "$work/$1" "$2" "$3" >"$work/join.log" 2>&1
}
status() { "$programs/vstrecha" status --data "$work/$1" --json | jq -r "$2"; }
id_of() { status "$1" .kiosk; }
held() { ask "/api/1/kiosks/$(id_of "$1")/held" | jq -r .held; }
is_held() { [ "$(held "$1")" = "$(status "$1" .last_seq)" ]; }
are_held() { local name; for name in "$@"; do is_held "$name" || return 1; done; }

card_of() { sed -n "s/^\xEF\?\xBB\?\xBF\?$1;[^;]*;\([0-9]*\).*/\1/p" "$school/cards.csv"; }
# At the kiosk that is driven now.
check_in() { # NAME
    scan "$(card_of "$1")"
    wait_for_screen recorded
    tap recorded.done
    wait_for_screen home
}

# On the screen of the kiosk that is driven now.
other_side_is_there() { [ "$(label_of recorded.title)" = 'Встреча началась' ]; }

# After the server was stopped: it holds every line of the kiosk, once, byte for byte.
same_lines() {
    sqlite3 "file:$work/$1/vstrecha.db?mode=ro" 'SELECT line FROM event ORDER BY seq' >"$work/here"
    sqlite3 "file:$work/server/server.db?mode=ro" \
        "SELECT line FROM events WHERE kiosk = '$(id_of "$1")' ORDER BY seq" >"$work/there"
    [ -s "$work/here" ] || fail "no lines of $1"
    cmp "$work/here" "$work/there" || fail "the lines of $1 differ"
    expect "the chain of $1 holds" "$(status "$1" .chain_ok)" true
}
