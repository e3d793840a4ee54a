#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/kiosk/session/session.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/log.h"

// A session with a disk in memory and a clock that a test moves. What the session asks for is answered by answer(),
// at once unless `slow`.
class Kiosk {
  public:
    explicit Kiosk(domain::LocalTime local = school::today(13, 10), domain::Settings settings = {},
                   domain::Roster roster = school::roster())
        : local_(local), session_(catalogue(), [this] { return "new" + std::to_string(++ids_); }) {
        load(std::move(roster), std::move(settings));
    }
    static const domain::Catalogue& catalogue() {
        static const domain::Catalogue made = [] {
            domain::Catalogue c;
            const char* prefix[] = {"pe", "pm", "te", "tm"};
            for (std::size_t i = 0; i < 4; ++i)
                for (int t = 0; t < 6; ++t) {
                    const std::string id = prefix[i] + std::to_string(t);
                    c.tags[i].push_back({id, {"ru-" + id, "en-" + id}});
                }
            return c;
        }();
        return made;
    }

    void load(domain::Roster roster, domain::Settings settings,
              std::vector<std::pair<std::string, domain::Throttle>> throttles = {}) {
        give(kiosk::session::Loaded{std::make_shared<const domain::Roster>(std::move(roster)),
                                    std::make_shared<domain::Attendance>(log.attendance), std::move(settings),
                                    std::move(throttles)});
    }

    void give(const kiosk::session::Input& input) {
        for (auto& effect : session_.handle(input, now())) effects.push_back(std::move(effect));
        while (!slow && answered_ < effects.size()) answer(effects[answered_++]);
    }
    // Lets the disk answer what it was asked while it was slow.
    void answer_all() {
        while (answered_ < effects.size()) answer(effects[answered_++]);
    }
    template <class OneIntent>
    void tap(OneIntent intent) {
        give(kiosk::session::Tapped{intent});
    }
    void scan(const domain::PersonId& person) { give(kiosk::session::Scanned{school::card_of(school::roster(), person)}); }
    void pictures(int a, int b, int c) {
        for (const int picture : {a, b, c}) tap(kiosk::session::intent::ChoosePicture{picture});
    }
    void type(std::string_view text) {
        for (std::size_t i = 0; i < text.size();) {
            std::size_t size = 1;
            while (i + size < text.size() && (static_cast<unsigned char>(text[i + size]) & 0xC0) == 0x80) ++size;
            tap(kiosk::session::intent::TypeCharacter{std::string(text.substr(i, size))});
            i += size;
        }
    }
    // Time passes, with a Tick at each deadline that the session has asked for.
    void wait(domain::Millis time) {
        const domain::Millis end = mono_ + time;
        for (int guard = 0; guard < 100000; ++guard) {
            const auto deadline = session_.next_deadline(now());
            if (!deadline || *deadline > end) break;
            skip(std::max(*deadline - mono_, domain::Millis{0}));
            give(kiosk::session::Tick{});
            if (*deadline == mono_ && session_.next_deadline(now()) == deadline) skip(domain::Millis{1});
        }
        if (mono_ < end) skip(end - mono_);
    }
    // The clock moves and nobody tells the session.
    void skip(domain::Millis time) {
        local_ += time;
        mono_ += time;
    }
    void set_wall(domain::LocalTime local) { local_ = local; }

    [[nodiscard]] domain::Now now() const { return school::now_at(local_, mono_); }
    [[nodiscard]] kiosk::session::View view() const { return session_.view(now()); }
    [[nodiscard]] std::string screen() const { return kiosk::session::name_of(view().screen); }
    template <class OneView>
    [[nodiscard]] OneView showing() const {
        const auto seen = view();
        INFO("showing " << kiosk::session::name_of(seen.screen));
        REQUIRE(std::holds_alternative<OneView>(seen.screen));
        return std::get<OneView>(seen.screen);
    }
    template <class OneEffect>
    [[nodiscard]] std::vector<OneEffect> asked() const {
        std::vector<OneEffect> found;
        for (const auto& effect : effects)
            if (const auto* one = std::get_if<OneEffect>(&effect)) found.push_back(*one);
        return found;
    }
    [[nodiscard]] const kiosk::session::Session& session() const { return session_; }

    Log log;
    std::vector<domain::Answer> answers;  // as they were given, in order
    std::vector<kiosk::session::Effect> effects;
    bool slow = false;
    bool disk_fails = false;
    std::string pin = "2580";
    std::optional<kiosk::session::ExportProblem> export_fails;
    std::optional<kiosk::session::JoinProblem> join_fails;

  private:
    void answer(const kiosk::session::Effect effect) {
        using namespace kiosk::session;
        if (const auto* record = std::get_if<Record>(&effect)) {
            if (disk_fails) return give(NotRecorded{record->ticket});
            const auto first = log.events.size();
            log.take(record->drafts, local_);
            for (const auto& draft : record->drafts)
                if (const auto* given = std::get_if<domain::AnswerGiven>(&draft)) answers.push_back(given->answer);
            give(Recorded{record->ticket, {log.events.begin() + static_cast<std::ptrdiff_t>(first), log.events.end()}});
        } else if (const auto* check = std::get_if<CheckPin>(&effect)) {
            give(PinChecked{check->ticket, check->pin == pin});
        } else if (const auto* out = std::get_if<Export>(&effect)) {
            if (export_fails) return give(ExportFailed{out->ticket, *export_fails});
            give(ExportDone{out->ticket, "2026-11-23", log.events.size()});
        } else if (const auto* join = std::get_if<JoinServer>(&effect)) {
            if (join_fails) return give(ServerNotJoined{join->ticket, *join_fails});
            Server server;
            server.membership = Membership::joined;
            server.address = join->address;
            give(ServerState{server});
            give(ServerJoined{join->ticket});
        }
    }

    domain::LocalTime local_;
    domain::Millis mono_{1000000};
    int ids_ = 0;
    std::size_t answered_ = 0;
    kiosk::session::Session session_;
};
