#include "platform/display/pointer_queue.h"

namespace display {

void PointerQueue::push(Pointer step) {
    last_ = step;
    steps_.push_back(step);
}

void PointerQueue::press(int finger, float x, float y, Milliseconds at) {
    if (finger_ != kNoFinger) return;
    finger_ = finger;
    // Hover, press, a move, release and away: a touch needs five steps.
    dropping_ = steps_.size() + 5 > kLongest;
    if (dropping_) return;
    push({x, y, false, false, at});
    push({x, y, true, false, at});
}

void PointerQueue::move(int finger, float x, float y) {
    if (finger != finger_ || dropping_) return;
    if (last_.x == x && last_.y == y) return;
    Pointer step = last_;
    step.x = x;
    step.y = y;
    // A move that no pass has seen yet may be overtaken by the next one; the press itself may not.
    const bool overtakes = steps_.size() >= 2 && steps_.back().down && steps_[steps_.size() - 2].down;
    const bool press_seen = steps_.size() == 1 && steps_.back().down && now_.down;
    if (overtakes || press_seen) {
        steps_.back() = last_ = step;
    } else {
        push(step);
    }
}

void PointerQueue::release(int finger, float x, float y) {
    if (finger != finger_) return;
    if (!dropping_) {
        // The finger lifts where it was: a release elsewhere is a move first.
        move(finger, x, y);
        push({x, y, false, false, last_.pressed_at});
        push({});
    }
    finger_ = kNoFinger;
    dropping_ = false;
}

void PointerQueue::cancel() {
    if (finger_ == kNoFinger) return;
    if (!dropping_) {
        Pointer nowhere;
        nowhere.down = true;
        push(nowhere);
        push({});
    }
    finger_ = kNoFinger;
    dropping_ = false;
}

Pointer PointerQueue::next() {
    if (steps_.empty()) return now_;
    const Pointer step = steps_.front();
    steps_.pop_front();
    if (now_.down && !step.down && !step.away) ++taps_;
    now_ = step;
    return now_;
}

}  // namespace display
