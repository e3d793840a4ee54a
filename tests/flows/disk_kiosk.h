#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/kiosk/session/session.h"
#include "tests/unit/domain/school.h"
#include "tests/unit/storage/store_fixture.h"

namespace flows {

// A session on a real store in a temporary folder. The clock is the test's; the disk answers when answer_all() lets it.
class DiskKiosk {
  public:
    explicit DiskKiosk(domain::Roster roster, domain::LocalTime local = school::today(13, 10)) {
        go_to(local);
        store_ = machine_.create();
        REQUIRE(store_->replace_roster(std::move(roster)));
        start_session();
    }
    [[nodiscard]] support::FakeClock& clock() { return machine_.clock; }
    // As once a minute in a real kiosk.
    void look_at_machine() {
        kiosk::session::Machine machine;
        machine.clock_trusted = machine_.clock.read().trusted;
        machine.recovery = recovery;
        give(kiosk::session::MachineState{machine});
        give(kiosk::session::SticksSeen{{{"/media/FLASH", "FLASH", {}, 8'000'000'000, 16'000'000'000}}});
    }
    // The power goes and comes back: what is not on the disk is gone.
    void restart() {
        session_.reset();
        store_.reset();
        waiting_.clear();
        quit_ = false;
        store_ = machine_.open();
        start_session();
    }

    void give(const kiosk::session::Input& input) {
        for (auto& effect : session_->handle(input, now())) {
            if (const auto* record = std::get_if<kiosk::session::Record>(&effect)) records.push_back(*record);
            if (const auto* saved = std::get_if<kiosk::session::SaveSettings>(&effect)) settings_ = saved->settings;
            waiting_.push_back(std::move(effect));
        }
        if (!slow) answer_all();
    }
    void answer_all() {
        while (!waiting_.empty()) {
            const auto effect = std::move(waiting_.front());
            waiting_.erase(waiting_.begin());
            answer(effect);
        }
    }
    template <class OneIntent>
    void tap(OneIntent intent) {
        give(kiosk::session::Tapped{intent});
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
    }
    void go_to(domain::LocalTime local) {
        machine_.clock.step_wall(school::instant_of(local) - machine_.clock.read().wall);
    }

    [[nodiscard]] domain::Now now() const {
        const auto reading = machine_.clock.read();
        return session_->now({reading.wall, reading.trusted, reading.mono});
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
    [[nodiscard]] storage::Store& store() { return *store_; }
    [[nodiscard]] domain::Attendance fold() {
        auto folded = store_->fold();
        REQUIRE(folded);
        return std::move(*folded);
    }
    // What the session has been told.
    [[nodiscard]] const domain::Attendance& told() const { return told_; }
    // As the session has them.
    [[nodiscard]] const domain::Settings& settings() const { return settings_; }
    [[nodiscard]] bool quit() const { return quit_; }

    std::vector<kiosk::session::Record> records;  // all that was asked to be recorded
    std::vector<domain::TimeNote> noted;          // all that was written down of the time
    std::shared_ptr<const kiosk::session::Recovery> recovery;  // what became of older records; for look_at_machine()
    bool slow = false;
    bool disk_fails = false;

    // Tags for every audience.
    static const domain::Catalogue& catalogue() {
        static const domain::Catalogue made = [] {
            domain::Catalogue c;
            for (auto& tags : c.tags)
                for (int i = 0; i < 6; ++i) tags.push_back({"tag" + std::to_string(i), {"тег", "tag"}});
            return c;
        }();
        return made;
    }

  private:
    struct Zone : domain::TimeZone {
        [[nodiscard]] domain::LocalTime to_local(domain::Instant instant) const override {
            return domain::LocalTime{(instant + school::kOffset).time_since_epoch()};
        }
        [[nodiscard]] domain::Instant to_instant(domain::LocalTime local) const override { return school::instant_of(local); }
    };
    void start_session() {
        session_ = std::make_unique<kiosk::session::Session>(catalogue(), [this] {
            std::string id = std::to_string(++ids_);
            return std::string(16 - id.size(), '0') + id;
        });
        auto roster = store_->roster();
        auto settings = store_->settings();
        auto throttles = store_->throttles();
        REQUIRE(roster);
        REQUIRE(settings);
        auto notes = store_->heartbeats();
        REQUIRE(throttles);
        REQUIRE(notes);
        told_ = fold();
        settings_ = *settings;
        give(kiosk::session::Loaded{std::make_shared<const domain::Roster>(std::move(*roster)),
                                    std::make_shared<domain::Attendance>(told_),
                                    std::move(*settings),
                                    {throttles->begin(), throttles->end()},
                                    *notes,
                                    machine_.clock.boot_id(),
                                    std::make_shared<const Zone>()});
        look_at_machine();
    }
    void answer(const kiosk::session::Effect& effect) {
        using namespace kiosk::session;
        if (const auto* record = std::get_if<Record>(&effect)) {
            if (disk_fails) return give(NotRecorded{record->ticket});
            auto events = store_->append(record->drafts);
            REQUIRE(events);
            for (const auto& event : *events) told_.apply(event);
            give(Recorded{record->ticket, std::move(*events)});
        } else if (const auto* throttle = std::get_if<SaveThrottle>(&effect)) {
            REQUIRE(store_->save_throttle(throttle->key, throttle->throttle));
        } else if (const auto* note = std::get_if<NoteTime>(&effect)) {
            noted.push_back(note->note);
            REQUIRE(store_->heartbeat(note->note));
        } else if (const auto* settings = std::get_if<SaveSettings>(&effect)) {
            REQUIRE(store_->save_settings(settings->settings));
        } else if (const auto* check = std::get_if<CheckPin>(&effect)) {
            const auto right = store_->check_pin(check->pin);
            REQUIRE(right);
            give(PinChecked{check->ticket, *right});
        } else if (const auto* out = std::get_if<Export>(&effect)) {
            if (disk_fails) return give(ExportFailed{out->ticket, ExportProblem::gone});
            give(ExportDone{out->ticket, "folder", 1});
        } else if (const auto* join = std::get_if<JoinServer>(&effect)) {
            give(ServerNotJoined{join->ticket, JoinProblem::unreachable});
        } else if (const auto* pull = std::get_if<OpenPull>(&effect)) {
            Pull there;
            there.open = true;
            there.address = "https://192.168.1.20:8444";
            there.code = "482913";
            there.qr = *qr_code::encode(there.address + "/?code=" + there.code);
            there.closes = std::chrono::floor<domain::Millis>(machine_.clock.read().mono) + domain::Minutes{10};
            give(PullState{pull->ticket, std::move(there)});
        } else if (std::holds_alternative<LookAtDrives>(effect)) {
            give(OfferSeen{{1, "FLASH", {{BringKind::school_file, "люди.xlsx", 40'000, false, true},
                                         {BringKind::school_file, "группы.xlsx", 20'000, false, true}}, false}});
        } else if (const auto* read = std::get_if<ReadOffer>(&effect)) {
            if (disk_fails) return give(OfferRefused{read->ticket, {BringRefusal::gone, {}}});
            auto preview = std::make_shared<BringPreview>();
            preview->accepted = preview->changes = true;
            give(OfferRead{read->ticket, std::move(preview)});
        } else if (const auto* taken = std::get_if<TakeOffer>(&effect)) {
            if (disk_fails) return give(OfferRefused{taken->ticket, {BringRefusal::disk, {}}});
            give(OfferTaken{taken->ticket});
        } else if (std::holds_alternative<Quit>(effect)) {
            quit_ = true;
        }
    }

    storage_test::Kiosk machine_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<kiosk::session::Session> session_;
    std::vector<kiosk::session::Effect> waiting_;
    domain::Attendance told_;
    domain::Settings settings_;
    int ids_ = 0;
    bool quit_ = false;
};

}  // namespace flows
