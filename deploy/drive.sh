# Drives the real kiosk through a real X server, as a finger would: for deploy/demo-walk and tests/end_to_end.
# To be sourced by bash. What is on the screen comes from the kiosk's --ui-trace: each line is one screen with its items,
# the last line the present one. Every wait ends with the condition or with a message after DRIVE_PATIENCE seconds.
#   start_display WxH · start_kiosk PROGRAM ARGUMENTS... · wait_for_screen NAME · wait_for_item ID
#   wait_for_picture NAME FOLDER · tap ID · hold ID · scan DIGITS · stop_kiosk · stop_display

DRIVE_PATIENCE=${DRIVE_PATIENCE:-30}
drive_folder= drive_trace= drive_kiosk= drive_xvfb=

drive_fail() {
    echo "drive: $*" >&2
    [ -s "$drive_trace" ] && echo "drive: on the screen: $(tail -n 1 "$drive_trace" | jq -c '[.screen, [.items[] | select(.enabled) | .id]]')" >&2
    return 1
}

# start_display WxH: a virtual screen of its own; DISPLAY names it.
start_display() {
    drive_folder=$(mktemp -d)
    drive_trace=$drive_folder/trace.jsonl
    mkfifo "$drive_folder/number"
    Xvfb -displayfd 3 -screen 0 "${1}x24" -nolisten tcp -noreset 3>"$drive_folder/number" >"$drive_folder/xvfb.log" 2>&1 &
    drive_xvfb=$!
    local number=
    read -r -t "$DRIVE_PATIENCE" number <"$drive_folder/number" || { drive_fail "Xvfb did not start: $(cat "$drive_folder/xvfb.log")"; return 1; }
    export DISPLAY=:$number
    unset WAYLAND_DISPLAY
}

stop_display() {
    [ -z "$drive_xvfb" ] || { kill "$drive_xvfb" 2>/dev/null; wait "$drive_xvfb" 2>/dev/null; } || true
    drive_xvfb=
    [ -z "$drive_folder" ] || rm -rf "$drive_folder"
    drive_folder=
}

# start_kiosk PROGRAM ARGUMENTS...: with a trace; returns once its first screen is there.
start_kiosk() {
    : >"$drive_trace"
    "$@" --ui-trace "$drive_trace" >"$drive_folder/kiosk.log" 2>&1 &
    drive_kiosk=$!
    drive_wait '.items | length > 0' || { drive_fail "the kiosk showed nothing: $(tail -n 20 "$drive_folder/kiosk.log")"; return 1; }
}

# stop_kiosk: as a shutdown would; its exit code is the answer.
stop_kiosk() {
    [ -n "$drive_kiosk" ] || return 0
    local code=0
    kill -TERM "$drive_kiosk" 2>/dev/null || true
    wait "$drive_kiosk" || code=$?
    drive_kiosk=
    [ "$code" -eq 0 ] || [ "$code" -eq 143 ] || { drive_fail "the kiosk ended with $code: $(tail -n 20 "$drive_folder/kiosk.log")"; return "$code"; }
}

# drive_wait CONDITION [ARGUMENTS for jq...]: until the present screen fulfils it.
drive_wait() {
    local condition=$1 deadline=$((SECONDS + DRIVE_PATIENCE))
    shift
    # `input`: an empty file must not pass for a true condition.
    until tail -n 1 "$drive_trace" 2>/dev/null | jq -en "$@" "input | ($condition)" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || return 1
        [ -z "$drive_kiosk" ] || kill -0 "$drive_kiosk" 2>/dev/null || { echo "drive: the kiosk has ended: $(tail -n 20 "$drive_folder/kiosk.log")" >&2; return 1; }
        sleep 0.02
    done
}

# A zone where it is about noon now, so that a demo school has its meetings around whatever the hour is here.
noon_zone() {
    local ahead=$((12 - 10#$(date -u +%H)))
    if [ $ahead -ge 0 ]; then echo "Etc/GMT-$ahead"; else echo "Etc/GMT+$((-ahead))"; fi
}

present_screen() { tail -n 1 "$drive_trace" | jq -r .screen; }
wait_for_screen() { drive_wait '.screen == $name' --arg name "$1" || drive_fail "no screen \"$1\""; }
wait_for_item() { drive_wait 'any(.items[]; .id == $id and .enabled)' --arg id "$1" || drive_fail "no item \"$1\" that can be pressed"; }
# label_of ID: its words, with plain spaces for those that must not break.
label_of() { tail -n 1 "$drive_trace" | jq -r --arg id "$1" 'first(.items[] | select(.id == $id)) | .label | gsub("\u00a0"; " ")'; }
has_item() { tail -n 1 "$drive_trace" | jq -en --arg id "$1" 'input | any(.items[]; .id == $id and .enabled)' >/dev/null; }

# wait_for_picture NAME FOLDER: until that screen has come to rest and its picture, whole, is the last in the
# --screenshot-dir.
wait_for_picture() {
    wait_for_screen "$1" || return 1
    local deadline=$((SECONDS + DRIVE_PATIENCE)) file
    while true; do
        file=$(ls "$2" 2>/dev/null | tail -n 1)
        [[ $file == *"-$1.png" ]] && tail -c 8 "$2/$file" | grep -qa IEND && return 0
        [ $SECONDS -lt $deadline ] || { drive_fail "no picture of the screen \"$1\""; return 1; }
        sleep 0.05
    done
}

drive_move_to() {
    wait_for_item "$1" || return 1
    local x y
    read -r x y < <(tail -n 1 "$drive_trace" | jq -r --arg id "$1" 'first(.items[] | select(.id == $id and .enabled)) | "\((.x + .w / 2) | floor) \((.y + .h / 2) | floor)"')
    xdotool mousemove "$x" "$y"
}
tap() { drive_move_to "$1" && xdotool click 1; }
# hold ID [SECONDS]: a long press.
hold() { drive_move_to "$1" && xdotool mousedown 1 sleep "${2:-1.6}" mouseup 1; }
# scan DIGITS: what a card reader types, Enter with it. As quickly as one, since the kiosk takes slow typing for a person's;
# not quicker, since GLFW drops the second of two equal keys within a millisecond.
scan() { xdotool type --delay 6 --args 1 "$1" key Return; }
