#include "app/kiosk/stick_desk.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "tests/unit/bring_in/bring_kiosk.h"
#include "tests/unit/stick/stick_kiosk.h"

// The kiosk's side as Effects has it, with a stick in memory at /media/FLASH.
using namespace bring_in_test;
using namespace kiosk::session;

namespace {

struct Visit {
    BringKiosk kiosk;
    std::atomic<bool> stop = false;
    std::vector<int> told;
    std::vector<std::string> letters;  // what was prepared, in order
    Ticket last = 0;
    kiosk::Bringing bringing = kiosk::make_bringing(
        {borrowed(kiosk.drive), borrowed(kiosk.drive), borrowed(*kiosk.machine.files), borrowed(kiosk.machine.entropy),
         kiosk.machine.data, [this](storage::Store&) { return kiosk.catalogue; },
         [this](const domain::Roster&) { letters.push_back("lists"); },
         [this](const domain::Settings&, const domain::Catalogue*) { letters.push_back("settings"); },
         [this](const std::string&) { letters.push_back("words"); }});

    kiosk::Effects::BringIn in = bringing.short_parts;

    BringOffer look() { return bringing.look(*bringing.know(*kiosk.store), stop).value(); }
    Input read(const BringOffer& offer) {
        ReadOffer wanted{++last, offer.visit, {}, school::today(13, 10)};
        for (std::size_t i = 0; i < offer.items.size(); ++i) wanted.items.push_back(i);
        return bringing.read(
            *bringing.know(*kiosk.store), wanted, [this](int percent) { told.push_back(percent); }, stop);
    }
    [[nodiscard]] BringRefusal refused(const Input& answer) {
        const auto* no = std::get_if<OfferRefused>(&answer);
        REQUIRE(no != nullptr);
        return no->refused.why;
    }
    [[nodiscard]] std::shared_ptr<const BringPreview> shown(const Input& answer) {
        const auto* read = std::get_if<OfferRead>(&answer);
        REQUIRE(read != nullptr);
        return read->preview;
    }
    void put_school() {
        for (const char* name : {"people.xlsx", "groups.xlsx", "meetings.xlsx", "cards.csv"})
            kiosk.put(name, demo_file(name));
    }
};

}  // namespace

TEST_CASE("What a drive offers is shown, read, drawn before it is shown, and taken once") {
    Visit visit;
    CHECK(visit.look().visit == 0);
    visit.put_school();
    const auto offer = visit.look();
    REQUIRE(offer.items.size() == 4);
    CHECK(offer.from == "FLASH");
    const auto preview = visit.shown(visit.read(offer));
    CHECK(preview->accepted);
    CHECK(preview->people.then == preview->people.added);
    CHECK(preview->people.then > 50);
    CHECK(preview->groups.removed == 0);
    CHECK(visit.letters == std::vector<std::string>{"words", "words", "lists"});  // names, problems, people
    CHECK(visit.told.back() == 50);
    const Ticket read = visit.last;
    CHECK(visit.refused(visit.in.take(*visit.kiosk.store, {9, read + 1})) == BringRefusal::gone);
    (void)visit.read(offer);
    CHECK(std::holds_alternative<OfferTaken>(visit.in.take(*visit.kiosk.store, {10, visit.last})));
    CHECK(visit.kiosk.store->roster()->people.size() == preview->people.then);
    CHECK(visit.refused(visit.in.take(*visit.kiosk.store, {11, visit.last})) == BringRefusal::gone);
}

TEST_CASE("What was forgotten is not taken; an offer lasts as long as the drive has what it had") {
    Visit visit;
    visit.put_school();
    const auto offer = visit.look();
    (void)visit.read(offer);
    visit.in.forget();
    CHECK(visit.refused(visit.in.take(*visit.kiosk.store, {9, visit.last})) == BringRefusal::gone);
    CHECK(visit.look().visit == offer.visit);
    CHECK(visit.shown(visit.read(offer))->accepted);
    visit.kiosk.put("more.csv", "x");
    CHECK(visit.look().visit != offer.visit);
    CHECK(visit.refused(visit.read(offer)) == BringRefusal::gone);
}

TEST_CASE("A drive that is pulled out is gone, and reading that is stopped leaves nothing to take") {
    Visit visit;
    visit.put_school();
    const auto offer = visit.look();
    visit.stop = true;
    CHECK(visit.refused(visit.read(offer)) == BringRefusal::stopped);
    CHECK(visit.refused(visit.in.take(*visit.kiosk.store, {9, visit.last})) == BringRefusal::gone);
    visit.stop = false;
    visit.kiosk.drive.is_pulled_out = true;
    CHECK(visit.refused(visit.read(offer)) == BringRefusal::gone);
}

TEST_CASE("Files that a computer sent are previewed as those of a drive are") {
    Visit visit;
    std::vector<roster::SourceFile> files;
    for (const char* name : {"people.xls", "groups.csv"}) {
        const std::string content = demo_file(name);
        const auto bytes = base::as_bytes(content);
        files.push_back({std::string(name) + "\n\x1b", {bytes.begin(), bytes.end()}});
    }
    const auto offer = visit.in.send(std::move(files));
    CHECK(offer.from.empty());
    REQUIRE(offer.items.size() == 2);
    CHECK(offer.items.front().name == "people.xls ");
    CHECK(visit.shown(visit.read(offer))->accepted);
    CHECK(std::holds_alternative<OfferTaken>(visit.in.take(*visit.kiosk.store, {9, visit.last})));
}

TEST_CASE("Errors come with place and words, the first of them, and in plain words") {
    Visit visit;
    visit.put_school();
    std::string rows = "Фамилия;Имя;Отчество;Класс\n";
    for (int i = 0; i < 100; ++i) rows += "Сёмин;Пётр;Ильич;5\xE2\x80\xAEЩ7" + std::string(300, 'x') + "\n";
    visit.kiosk.put("плохой.csv", rows);
    const auto preview = visit.shown(visit.read(visit.look()));
    CHECK_FALSE(preview->accepted);
    CHECK(preview->errors >= 100);
    CHECK(preview->problems.size() == 30);
    const BringProblem& first = preview->problems.front();
    CHECK(first.file == "плохой.csv");
    CHECK(first.row == 2);
    CHECK(first.found.find("\xE2\x80\xAE") == std::string::npos);  // turns the direction of writing
    CHECK(first.found.size() < 100);
    CHECK_FALSE(first.what.id.empty());
}

TEST_CASE("Of settings from the server it is shown which change, and what becomes the kiosk's own again") {
    Visit visit;
    const School school;
    visit.kiosk.join(school);
    school_settings::Content content;
    content.kiosk = visit.kiosk.id();
    content.number = 5;
    content.values = {{domain::SettingKey::find_by, "code"}, {domain::SettingKey::sound, "on"}};
    visit.kiosk.put_settings(school.settings_text(content));
    const auto first = visit.shown(visit.read(visit.look()));
    REQUIRE(first->settings.size() == 1);  // the sound is on already
    CHECK(first->settings.front().before == "pictures");
    CHECK(first->settings.front().after == "code");
    CHECK_FALSE(first->pin_changes);
    CHECK_FALSE(first->catalogue_changes);
    CHECK(std::holds_alternative<OfferTaken>(visit.in.take(*visit.kiosk.store, {9, visit.last})));
    content.number = 6;
    content.values.erase(domain::SettingKey::find_by);
    visit.kiosk.put_settings(school.settings_text(content));
    const auto next = visit.shown(visit.read(visit.look()));
    REQUIRE(next->settings.size() == 1);
    CHECK(next->settings.front().before == "code");
    CHECK(next->settings.front().after.empty());
}

namespace {

struct Mute : api::Sounder {
    void play(api::Sound) override {}
};

}  // namespace

TEST_CASE(
    "The kiosk looks and reads beside its storage thread, and has the new lists before it says that they are taken") {
    BringKiosk of;
    for (const char* name : {"people.xlsx", "groups.xlsx"}) of.put(name, demo_file(name));
    Mute mute;
    const auto zone = std::make_shared<const stick_test::Zone>();
    const auto catalogue = [&of](storage::Store&) { return of.catalogue; };
    storage::StorageThread storage{std::move(of.store)};
    auto bringing = kiosk::make_bringing({borrowed(of.drive), borrowed(of.drive), borrowed(*of.machine.files),
                                          borrowed(of.machine.entropy), of.machine.data, catalogue});
    const auto short_parts = bringing.short_parts;
    kiosk::StickDesk desk(storage,
                          {borrowed(of.drive), borrowed(of.drive), borrowed(*of.machine.files), of.machine.data,
                           *i18n::Texts::load(domain::Language::english, ""), zone},
                          catalogue, std::move(bringing));
    std::mutex mutex;
    std::condition_variable changed;
    bool rung = false;
    kiosk::Effects effects(
        storage, {of.machine.clock, *of.machine.files, mute}, of.machine.data, desk.side(), zone,
        [&] {
            const std::lock_guard lock{mutex};
            rung = true;
            changed.notify_one();
        },
        {}, short_parts);
    // Every input that came of an effect, up to one of the kind.
    const auto after = [&](const Effect& effect, const auto& is_last) {
        std::vector<Input> all;
        effects.run(effect);
        while (all.empty() || !is_last(all.back())) {
            std::unique_lock lock{mutex};
            changed.wait(lock, [&] { return rung; });
            rung = false;
            lock.unlock();
            for (Input& one : effects.take_inputs()) {
                if (all.empty() || !is_last(all.back())) all.push_back(std::move(one));
            }
        }
        return all;
    };
    desk.start(effects.inbox(), effects.refresher());
    const auto seen = after(LookAtDrives{}, [](const Input& one) { return std::holds_alternative<OfferSeen>(one); });
    const BringOffer offer = std::get<OfferSeen>(seen.back()).offer;
    REQUIRE(offer.items.size() == 2);
    // There were two looks, the one at the start too; nothing has changed between them.
    const auto read = after(ReadOffer{7, offer.visit, {0, 1}, school::today(13, 10)}, [](const Input& one) {
        return std::holds_alternative<OfferRead>(one) || std::holds_alternative<OfferRefused>(one);
    });
    REQUIRE(std::holds_alternative<OfferRead>(read.back()));
    const auto taken = after(TakeOffer{8, 7}, [](const Input& one) { return std::holds_alternative<OfferTaken>(one); });
    const auto loaded =
        std::find_if(taken.begin(), taken.end(), [](const Input& one) { return std::holds_alternative<Loaded>(one); });
    REQUIRE(loaded != taken.end());
    CHECK(std::get<Loaded>(*loaded).roster->people.size() == std::get<OfferRead>(read.back()).preview->people.then);
    effects.files_sent({{"люди.csv", base::Bytes(10, 'x')}});
    const auto sent = effects.take_inputs();
    REQUIRE(!sent.empty());
    REQUIRE(std::holds_alternative<OfferSeen>(sent.back()));
    CHECK(std::get<OfferSeen>(sent.back()).offer.from.empty());
}
