#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/kiosk/effects.h"
#include "app/kiosk/session/session.h"
#include "tests/flows/disk_kiosk.h"
#include "tests/support/troubled_store.h"

namespace flows {

struct CountingSounder : api::Sounder {
    void play(api::Sound sound) override { ++(sound == api::Sound::recorded ? recorded : refused); }
    int recorded = 0, refused = 0;
};
struct FixedZone : domain::TimeZone {
    domain::LocalTime to_local(domain::Instant instant) const override {
        return domain::LocalTime{(instant + school::kOffset).time_since_epoch()};
    }
    domain::Instant to_instant(domain::LocalTime local) const override { return school::instant_of(local); }
};

// The session with the real Effects and the real storage thread, on a real store whose disk the test troubles. The
// clock is the test's, and moves only while the storage thread rests or is held.
class ThreadedKiosk {
  public:
    explicit ThreadedKiosk(domain::LocalTime local = school::today(13, 10)) {
        machine_.clock.step_wall(school::instant_of(local) - machine_.clock.read().wall);
        auto store = machine_.create();
        REQUIRE(store->replace_roster(school::roster()));
        begin(std::move(store));
    }

    // What came back goes in, what is asked for is done, until nothing is under way.
    void drain() {
        for (;;) {
            std::promise<void> reached;
            storage_->post([&reached](storage::Store&) { reached.set_value(); });
            reached.get_future().wait();
            const auto inputs = effects_->take_inputs();
            if (inputs.empty()) return;
            for (const auto& input : inputs) give(input);
        }
    }
    // As the program's loop: hands on what is asked for and waits for nothing.
    void give(const kiosk::session::Input& input) {
        if (const auto* recorded = std::get_if<kiosk::session::Recorded>(&input))
            for (const auto& event : recorded->events) told.apply(event);
        if (std::holds_alternative<kiosk::session::NotRecorded>(input)) ++refused;
        for (const auto& effect : session_->handle(input, now())) {
            if (const auto* record = std::get_if<kiosk::session::Record>(&effect)) records.push_back(*record);
            effects_->run(effect);
        }
    }
    template <class OneIntent>
    void tap(OneIntent intent) {
        give(kiosk::session::Tapped{intent});
        if (!held) drain();
    }
    void scan(const domain::PersonId& person) {
        give(kiosk::session::Scanned{school::card_of(school::roster(), person)});
        if (!held) drain();
    }
    void pictures(int a, int b, int c) {
        for (const int picture : {a, b, c}) tap(kiosk::session::intent::ChoosePicture{picture});
    }
    void type(std::string_view digits) {
        for (const char digit : digits) tap(kiosk::session::intent::TypeCharacter{std::string(1, digit)});
    }
    void pass(domain::Millis time) {
        machine_.clock.advance(time);
        give(kiosk::session::Tick{});
        if (!held) drain();
    }
    void look() {
        effects_->refresh();
        if (!held) drain();
    }
    void hold() {
        held = true;
        disk.hold();
    }
    void release() {
        held = false;
        disk.release();
        drain();
    }

    [[nodiscard]] domain::Now now() const {
        const auto reading = machine_.clock.read();
        domain::Now now;
        now.at = now.wall = reading.wall;
        now.local = zone_->to_local(reading.wall);
        now.trusted = true;
        now.mono = reading.mono;
        return now;
    }
    [[nodiscard]] kiosk::session::View view() const { return session_->view(now()); }
    [[nodiscard]] std::string screen() const { return kiosk::session::name_of(view().screen); }
    template <class OneView>
    [[nodiscard]] OneView showing() const {
        const auto seen = view();
        INFO("showing " << kiosk::session::name_of(seen.screen));
        REQUIRE(std::holds_alternative<OneView>(seen.screen));
        return std::get<OneView>(seen.screen);
    }
    void go_home() {
        for (int i = 0; i < 10 && screen() != "home"; ++i) tap(kiosk::session::intent::Done{});
        REQUIRE(screen() == "home");
    }
    // On the disk, read on the storage thread.
    [[nodiscard]] domain::Attendance fold() {
        std::promise<domain::Attendance> folded;
        storage_->post([&folded](storage::Store& store) {
            auto all = store.fold();
            folded.set_value(all ? std::move(*all) : domain::Attendance{});
        });
        return folded.get_future().get();
    }
    [[nodiscard]] bool chain_holds() {
        std::promise<bool> holds;
        storage_->post([&holds](storage::Store& store) {
            const auto report = store.verify();
            holds.set_value(report && report->ok);
        });
        return holds.get_future().get();
    }
    void with_store(std::function<void(support::TroubledStore&)> work) {
        storage_->post(
            [work = std::move(work)](storage::Store& store) { work(dynamic_cast<support::TroubledStore&>(store)); });
        drain();
    }

    support::Disk disk;
    std::vector<kiosk::session::Record> records;  // all that was asked to be recorded
    domain::Attendance told;                      // what the session was told is recorded
    int refused = 0;                              // and how often that something is not
    bool held = false;
    CountingSounder sounder;

  private:
    void begin(std::unique_ptr<storage::Store> store) {
        session_ = std::make_unique<kiosk::session::Session>(DiskKiosk::catalogue(), [this] {
            std::string id = std::to_string(++ids_);
            return std::string(16 - id.size(), '0') + id;
        });
        auto loaded = kiosk::load(*store);
        REQUIRE(loaded);
        told = *loaded->attendance;
        storage_ =
            std::make_unique<storage::StorageThread>(std::make_unique<support::TroubledStore>(std::move(store), disk));
        effects_ = std::make_unique<kiosk::Effects>(
            *storage_, kiosk::Effects::Machine{machine_.clock, *machine_.files, sounder}, machine_.data,
            kiosk::Effects::Drives{},
            zone_, [] {});
        give(std::move(*loaded));
        effects_->refresh();
        drain();
    }

    storage_test::Kiosk machine_;
    std::shared_ptr<const FixedZone> zone_ = std::make_shared<FixedZone>();
    std::unique_ptr<kiosk::session::Session> session_;
    std::unique_ptr<storage::StorageThread> storage_;
    std::unique_ptr<kiosk::Effects> effects_;
    int ids_ = 0;
};

}  // namespace flows
