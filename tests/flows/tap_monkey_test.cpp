// A monkey before the drawn screens: a hundred thousand taps from one seed, each a press and a release somewhere on the
// glass, on a real store. monkey_test.cpp throws inputs at the session that no screen would; this one has only fingers.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "tests/flows/drawn_kiosk.h"
#include "tests/flows/monkey.h"

using namespace kiosk::session;
using namespace flows;
using kiosk::kit::Rect;
using kiosk::kit::TraceItem;

namespace {

struct Point {
    float x = 0, y = 0;
};

Rect seen_of(const TraceItem& item) {
    const float x = std::max(item.rect.x, item.clip.x), y = std::max(item.rect.y, item.clip.y);
    return {x, y, std::max(0.0f, std::min(item.rect.right(), item.clip.right()) - x),
            std::max(0.0f, std::min(item.rect.bottom(), item.clip.bottom()) - y)};
}
Point middle_of(const TraceItem& item) {
    const Rect seen = seen_of(item);
    return {seen.centre_x(), seen.centre_y()};
}
bool can_be_tapped(const TraceItem& item) {
    const Rect seen = seen_of(item);
    return item.can_be_pressed() && item.enabled && seen.w > 4 && seen.h > 4;
}

class TapMonkey {
  public:
    TapMonkey(DrawnKiosk& kiosk, domain::Roster roster, unsigned seed)
        : kiosk_(kiosk), roster_(std::move(roster)), random_(seed) {}

    std::set<std::string> seen;          // screens
    std::map<std::string, int> intents;  // by the screen that answered them
    int taps = 0;

    // One thing that fingers can do on a screen, and what must hold of it.
    void act() {
        let_time_pass();
        kiosk_.disk.disk_fails = below(random_, 50) == 0;
        screen_ = name_of(kiosk_.view().screen);
        seen.insert(screen_);
        kiosk_.intents.clear();
        const std::size_t asked = kiosk_.disk.records.size();
        kiosk_.disk.give(Touched{});
        const std::size_t what = below(random_, 100);
        std::size_t touches = 1, most_answers = 1;
        if (!plan_.empty()) {
            follow_plan(most_answers);
        } else if (what < 70) {
            tap(middle_of(*choose()));
        } else if (what < 76) {
            const Point anywhere = random_point();
            most_answers = meets_something(anywhere) ? 1 : 0;
            tap(anywhere);
        } else if (what < 79) {
            // Where there is something that cannot be pressed now.
            if (const TraceItem* dead = choose_dead()) {
                most_answers = 0;
                tap(middle_of(*dead));
            }
        } else if (what < 83) {
            // Twice, quicker than a pass.
            const Point where = middle_of(*choose());
            touches = most_answers = 2;
            press(0, where);
            release(0, where);
            press(0, where);
            release(0, where);
            kiosk_.settle();
        } else if (what < 87) {
            hold();
        } else if (what < 91) {
            most_answers = 0;
            drag_off();
        } else if (what < 95) {
            two_fingers(most_answers);
        } else if (what < 98) {
            drag_a_list(most_answers);
        } else {
            most_answers = 0;
            touches = 0;
            const auto& person = roster_.people[below(random_, roster_.people.size())];
            kiosk_.disk.give(Scanned{below(random_, 8) ? person.cards.front() : "31415926"});
            kiosk_.settle();
        }
        taps += static_cast<int>(touches);
        INFO("tap " << taps << " on " << screen_ << ", did " << what);
        REQUIRE(kiosk_.intents.size() <= most_answers);
        const std::size_t records = kiosk_.disk.records.size() - asked;
        REQUIRE(records <= (kiosk_.intents.empty() && touches > 0 ? 0u : 1u));
        if (records > 0) check(kiosk_.disk.records.back(), kiosk_.disk.told());
        intents[screen_] += static_cast<int>(kiosk_.intents.size());
        if (below(random_, 3) != 0) kiosk_.answer_all();
        if (kiosk_.disk.quit()) start_again();
    }

    // By the buttons that a lost person sees, or by waiting.
    void find_home() {
        plan_.clear();
        kiosk_.answer_all();
        INFO("from " << name_of(kiosk_.view().screen));
        if (below(random_, 3) > 0) {
            for (int i = 0; i < 12 && name_of(kiosk_.view().screen) != std::string("home"); ++i) {
                const TraceItem* out = way_out();
                REQUIRE(out != nullptr);
                tap(middle_of(*out));
                ++taps;
                kiosk_.answer_all();
            }
        } else {
            kiosk_.pass(std::chrono::seconds{121});
        }
        REQUIRE(name_of(kiosk_.view().screen) == std::string("home"));
    }

  private:
    DrawnKiosk& kiosk_;
    domain::Roster roster_;
    Random random_;
    std::string screen_;
    std::vector<std::string> plan_;  // ids to be tapped next

    void press(int finger, Point where) {
        kiosk_.headless.pointer.press(finger, where.x, where.y, kiosk_.headless.now);
    }
    void release(int finger, Point where) { kiosk_.headless.pointer.release(finger, where.x, where.y); }
    void tap(Point where) {
        press(0, where);
        release(0, where);
        kiosk_.settle();
    }
    Point random_point() {
        const Rect window = kiosk_.headless.kit().window();
        return {static_cast<float>(below(random_, static_cast<std::size_t>(window.w))),
                static_cast<float>(below(random_, static_cast<std::size_t>(window.h)))};
    }
    bool meets_something(Point where) const {
        return std::any_of(kiosk_.items().begin(), kiosk_.items().end(), [&](const TraceItem& item) {
            // A rectangle is drawn on whole pixels; what lies on its edge may belong to either.
            return item.can_be_pressed() && item.enabled && seen_of(item).inset(-1).contains(where.x, where.y);
        });
    }

    void let_time_pass() {
        const std::size_t length = below(random_, 100);
        if (length < 90)
            kiosk_.pass(domain::Millis{20 + below(random_, 60)});
        else if (length < 98)
            kiosk_.pass(domain::Millis{below(random_, 5'000)});
        else
            kiosk_.pass(domain::Millis{below(random_, 35'000)});
    }
    void start_again() {
        kiosk_.disk.restart();
        kiosk_.settle();
    }

    // Something enabled; keys, of which there are many, and what leaves the screen less often, so that it gets further.
    const TraceItem* choose() {
        std::vector<std::pair<const TraceItem*, std::size_t>> weighted;
        std::size_t whole = 0;
        for (const TraceItem& item : kiosk_.items()) {
            if (!can_be_tapped(item)) continue;
            const bool key = item.id.find(".keys.") != std::string::npos;
            const bool leaves = item.id == "back" || item.id == "home.language" || item.id == "day.leave";
            weighted.emplace_back(&item, key ? 2 : leaves ? 3 : 10);
            whole += weighted.back().second;
        }
        if (weighted.empty()) return &kiosk_.items().at(below(random_, kiosk_.items().size()));  // words alone
        make_plan();
        std::size_t at = below(random_, whole);
        for (const auto& [item, weight] : weighted) {
            if (at < weight) return item;
            at -= weight;
        }
        return weighted.back().first;
    }
    const TraceItem* choose_dead() {
        std::vector<const TraceItem*> dead;
        for (const TraceItem& item : kiosk_.items()) {
            const Point at = middle_of(item);
            const Rect rect = seen_of(item);
            if (rect.w > 4 && rect.h > 4 && !meets_something(at)) dead.push_back(&item);
        }
        return dead.empty() ? nullptr : dead[below(random_, dead.size())];
    }

    // Mostly of the class that is asked for.
    const domain::Person& somebody() {
        const auto* pictures = std::get_if<PicturesView>(&kiosk_.view().screen);
        const domain::Person* person = nullptr;
        for (int i = 0; i < 8; ++i) {
            person = &roster_.people[below(random_, roster_.people.size())];
            if (pictures == nullptr || person->class_name == pictures->class_name) break;
        }
        return *person;
    }
    // What somebody who belongs here would tap: his pictures, his code, the PIN.
    void make_plan() {
        if (below(random_, 3) == 0) return;
        const auto& person = somebody();
        if (std::holds_alternative<PicturesView>(kiosk_.view().screen)) {
            for (const auto picture : person.pictures) plan_.push_back("pictures." + std::to_string(picture));
        } else if (std::holds_alternative<CodeView>(kiosk_.view().screen)) {
            for (const char digit : person.code) plan_.push_back(std::string("code.keys.") + digit);
        } else if (std::holds_alternative<PinView>(kiosk_.view().screen)) {
            for (int i = 0; i < 8; ++i) plan_.push_back("pin.keys.erase");
            for (const char digit : storage_test::kPin) plan_.push_back(std::string("pin.keys.") + digit);
            plan_.push_back("pin.enter");
        }
    }
    void follow_plan(std::size_t& most_answers) {
        const TraceItem* next = kiosk_.headless.trace().find(plan_.front());
        plan_.erase(plan_.begin());
        if (next == nullptr || !can_be_tapped(*next)) {
            plan_.clear();
            const Point anywhere = random_point();
            most_answers = meets_something(anywhere) ? 1 : 0;
            return tap(anywhere);
        }
        tap(middle_of(*next));
    }

    void hold() {
        const TraceItem* item = kiosk_.headless.trace().find("home.clock");
        const Point where = middle_of(item != nullptr ? *item : *choose());
        press(0, where);
        kiosk_.settle();
        kiosk_.pass(domain::Millis{1000 + below(random_, 600)});
        release(0, where);
        kiosk_.settle();
    }
    // Begun on one thing, ended on another or nowhere.
    void drag_off() {
        const TraceItem from = *choose();
        plan_.clear();
        Point to = random_point();
        for (int i = 0; i < 20 && seen_of(from).inset(-2).contains(to.x, to.y); ++i) to = random_point();
        if (seen_of(from).inset(-2).contains(to.x, to.y)) return;
        const Point where = middle_of(from);
        press(0, where);
        if (below(random_, 2) == 0) kiosk_.settle();
        kiosk_.headless.pointer.move(0, (where.x + to.x) / 2, (where.y + to.y) / 2);
        kiosk_.headless.pointer.move(0, to.x, to.y);
        if (below(random_, 2) == 0) kiosk_.settle();
        release(0, to);
        kiosk_.settle();
    }
    void two_fingers(std::size_t& most_answers) {
        const Point first = middle_of(*choose()), second = below(random_, 2) ? middle_of(*choose()) : random_point();
        plan_.clear();
        most_answers = 1;
        press(0, first);
        press(1, second);
        if (below(random_, 2) == 0) kiosk_.settle();
        if (below(random_, 2) == 0) {
            release(1, second);
            release(0, first);
        } else {
            release(0, first);
            release(1, second);
        }
        kiosk_.settle();
    }
    void drag_a_list(std::size_t& most_answers) {
        const auto& items = kiosk_.items();
        const auto list =
            std::find_if(items.begin(), items.end(), [](const auto& item) { return item.kind == "list"; });
        most_answers = 0;
        if (list == items.end()) return drag_off();
        const Rect where = list->rect;
        const Point from{where.centre_x(), where.y + where.h * 0.8f}, to{where.centre_x(), where.y + where.h * 0.2f};
        const bool up = below(random_, 3) > 0;
        const Point begin = up ? from : to, end = up ? to : from;
        // A list with room for all its rows stands still, and a finger that stays on its row has pressed it.
        if (std::any_of(items.begin(), items.end(), [&](const TraceItem& item) {
                return can_be_tapped(item) && seen_of(item).contains(begin.x, begin.y) &&
                       seen_of(item).contains(end.x, end.y);
            }))
            most_answers = 1;
        press(0, begin);
        kiosk_.headless.pointer.move(0, begin.x, (begin.y + end.y) / 2);
        kiosk_.settle();
        kiosk_.headless.pointer.move(0, end.x, end.y);
        release(0, end);
        kiosk_.settle();
    }
    // What leaves a screen: back, the one button of a screen that has ended something, or out of the curator's day.
    const TraceItem* way_out() const {
        for (const char* way : {"back", "day.leave", "end.stay"})
            if (const TraceItem* item = kiosk_.headless.trace().find(way); item && can_be_tapped(*item)) return item;
        for (const TraceItem& item : kiosk_.items())
            if (item.id.ends_with(".done") && can_be_tapped(item)) return &item;
        return nullptr;
    }
};

// Together a hundred thousand; VSTRECHA_MONKEY_TAPS for another number in all.
int taps_of_each() {
    const char* asked = std::getenv("VSTRECHA_MONKEY_TAPS");
    return (asked ? std::atoi(asked) : 100'000) / 3;
}

void let_loose(float width, float height, unsigned seed) {
    const auto roster = busy_roster();
    DrawnKiosk kiosk(roster, school::on(0, 8, 0), width, height);
    kiosk.disk.recovery = older_damage();
    kiosk.disk.look_at_machine();
    kiosk.settle();
    TapMonkey monkey(kiosk, roster, seed);
    int legs = 0;
    while (monkey.taps < taps_of_each()) {
        for (int i = 0; i < 250; ++i) monkey.act();
        monkey.find_home();
        ++legs;
        kiosk.pass(std::chrono::minutes{10});
        const auto local = kiosk.disk.now().local;
        if (domain::minute_of_day(local) > domain::Minutes{20 * 60})
            kiosk.disk.go_to(school::on(0, 8, 0) +
                             std::chrono::days{(local - school::on(0, 0, 0)) / std::chrono::days{1} + 1});
    }
    CHECK(legs > 0);

    const auto report = kiosk.disk.store().verify();
    REQUIRE(report);
    CHECK(report->ok);
    // What the session was told is what the disk says.
    CHECK(kiosk.disk.told() == kiosk.disk.fold());
    // It has been everywhere, and much came of it; a shorter run need not get so far.
    if (taps_of_each() < 30'000) return;
    CHECK(report->events > 200);
    std::string places;
    for (const auto& name : monkey.seen) places += name + " " + std::to_string(monkey.intents[name]) + ", ";
    INFO("seen " << places);
    CHECK(monkey.seen.size() == std::variant_size_v<Screen>);
}

}  // namespace

TEST_CASE("A monkey taps a wide screen: one event for one tap, the dead do nothing, home is found, the chain holds") {
    let_loose(1280, 800, 20261123);
}

TEST_CASE("A monkey taps the small panel: one event for one tap, the dead do nothing, home is found, the chain holds") {
    let_loose(800, 480, 20261124);
}

TEST_CASE(
    "A monkey taps a portrait screen: one event for one tap, the dead do nothing, home is found, the chain holds") {
    let_loose(1080, 1920, 20261125);
}
