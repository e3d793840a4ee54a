#include "tests/faults/rig/driver.h"

#include <stdexcept>
#include <thread>

namespace rig {

namespace {

using namespace std::chrono_literals;
using support::TraceScreen;

constexpr auto kShowAgainAfter = 4s;
constexpr int kMostShown = 8;

std::string title_of(const TraceScreen& screen) {
    const auto* title = screen.find("recorded.title");
    return title == nullptr ? std::string() : title->label;
}

}  // namespace

void Driver::begin(const std::filesystem::path& trace) {
    trace_.emplace(trace);
    stopping_ = false;
    person_.clear();
    title_.clear();
}

bool Driver::until(const std::function<bool(const TraceScreen&)>& wanted, const std::string& what) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!stopping_) {
        if (const auto& screen = trace_->now(); screen && wanted(*screen)) return true;
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("waited for " + what + ", the screen is " +
                                     (trace_->now() ? trace_->now()->name : "none"));
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

bool Driver::wait_for(const std::string& screen) {
    return until([&](const TraceScreen& s) { return s.name == screen; }, screen);
}

bool Driver::tap(const std::string& id) {
    support::Point where;
    const bool there = until(
        [&](const TraceScreen& screen) {
            const auto* item = screen.find(id);
            if (item != nullptr) where = item->centre();
            return item != nullptr && item->enabled;
        },
        id);
    if (there) screen_.tap(where);
    return there;
}

bool Driver::answered() {
    const auto& screen = trace_->now();
    return screen && (screen->name == "recorded" || screen->name == "refused");
}

bool Driver::one() {
    if (!wait_for("home")) return false;
    const support::Findable& person = people_[next_++];
    person_ = person.id;
    title_.clear();
    notes_.add(&Notes::asked, person_);
    // On a machine that is busy the kiosk may take a reader for a slow typist and not hear the card: then it is shown again.
    int shown = 0;
    for (auto again = std::chrono::steady_clock::now(); !answered();) {
        if (stopping_) return false;
        if (std::chrono::steady_clock::now() >= again) {
            if (shown++ == kMostShown) throw std::runtime_error("a card is not heard");
            screen_.type(person.card + "\n");
            again = std::chrono::steady_clock::now() + kShowAgainAfter;
        }
        std::this_thread::sleep_for(1ms);
    }
    if (trace_->now()->name == "refused") throw std::runtime_error("a card was refused");
    notes_.add(&Notes::said_recorded, person_);
    if (next_ % 4 == 0) {
        const std::string title = title_of(*trace_->now());
        notes_.add(&Notes::asked_back, person_);
        title_ = title;
        if (!tap("recorded.not_me")) return false;
        if (!until([&](const TraceScreen& s) { return s.name == "recorded" && title_of(s) != title; }, "taken back"))
            return false;
        notes_.add(&Notes::said_taken_back, person_);
    }
    return tap("recorded.done");
}

void Driver::drive() {
    while (!stopping_ && has_people()) {
        if (!one()) return;
    }
}

void Driver::look_again() {
    const auto& screen = trace_->now();
    if (!screen || screen->name != "recorded" || person_.empty()) return;
    notes_.add(&Notes::said_recorded, person_);
    if (!title_.empty() && title_of(*screen) != title_) notes_.add(&Notes::said_taken_back, person_);
}

}  // namespace rig
