#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "app/bring_in/preparing.h"
#include "app/bring_in/taking.h"
#include "app/catalogue/catalogue.h"
#include "app/eventlog/sealed_text.h"
#include "app/eventlog/sealing.h"
#include "app/eventlog/signing.h"
#include "app/roster_snapshot/packing.h"
#include "app/stick/layout.h"
#include "platform/base/bytes.h"
#include "tests/support/fake_drive.h"
#include "tests/unit/domain/school.h"
#include "tests/unit/storage/store_fixture.h"

// A kiosk of a school of its own, or of a school server's; and a stick that is in it.
namespace bring_in_test {

using bring_in::Kind;
using bring_in::Refusal;

// For who shares with others what lives in a test.
template <class T>
std::shared_ptr<T> borrowed(T& it) {
    return {std::shared_ptr<void>{}, &it};
}

inline std::string demo_file(const std::string& name) {
    std::ifstream in(std::string(VSTRECHA_SOURCE_DIR) + "/assets/demo/school-12/" + name, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Ids as a server's kiosks have them: hexadecimal.
inline domain::Roster lists(std::uint64_t number, std::size_t people = 3) {
    domain::Roster roster;
    roster.number = number;
    for (std::size_t i = 0; i < people; ++i) {
        auto one = school::pupil(domain::PersonId{"000000000000000" + std::to_string(i)}, "Ёлкина", "Мира", 5, "А",
                                 {static_cast<std::uint8_t>(i), 10, 11});
        one.code = "100" + std::to_string(i);
        roster.people.push_back(one);
    }
    return roster;
}

struct School {
    std::string id = "00000000000000aa";
    eventlog::KeyPair acceptor;
    explicit School(std::uint8_t seed = 7)
        : acceptor(
              eventlog::make_kiosk_key([seed](std::span<std::uint8_t> to) { std::fill(to.begin(), to.end(), seed); })) {
    }
    [[nodiscard]] std::string lists_text(const domain::Roster& roster) const {
        const auto text = roster_snapshot::write({id, roster}, acceptor.private_half);
        if (!text) FAIL(text.error().what);
        return *text;
    }
    [[nodiscard]] std::string settings_text(school_settings::Content content) const {
        if (content.school.empty()) content.school = id;
        const auto text = school_settings::write(content, acceptor.private_half);
        if (!text) FAIL(text.error().what);
        return *text;
    }
};

struct BringKiosk {
    storage_test::Kiosk machine;
    std::unique_ptr<storage::Store> store = machine.create();
    support::FakeDrive drive;
    domain::Catalogue catalogue;
    std::uint64_t drawn = 0;

    void join(const School& school) {
        REQUIRE(syncing::write_acceptor(*machine.files, machine.data, school.id, school.acceptor.public_half));
        REQUIRE(syncing::write_server(*machine.files, machine.data,
                                      {"school.lan", 8443, std::string(64, 'a'), school.id, "Школа № 12"}));
    }
    [[nodiscard]] domain::KioskId id() { return store->status()->kiosk; }
    [[nodiscard]] std::string public_key() {
        const auto key = machine.files->read(machine.data / "keys" / "kiosk.key", 1024).value();
        const std::string text{base::as_text(key)};
        return eventlog::public_half_of(text.substr(0, text.find('\n'))).value();
    }
    void put(const std::string& name, std::string_view content) {
        const std::filesystem::path path{name};
        for (auto folder = path.parent_path(); !folder.empty(); folder = folder.parent_path())
            drive.folders.insert(folder.string());
        const auto bytes = base::as_bytes(content);
        drive.files[name] = {bytes.begin(), bytes.end()};
    }
    void put_lists(const School& school, const domain::Roster& roster) { put_lists(school.lists_text(roster)); }
    void put_lists(const std::string& text) {
        const auto packed = roster_snapshot::pack(text);
        put(stick::given_lists(id()).string(),
            base::as_text(eventlog::seal_text(base::as_text(packed), public_key()).value()));
    }
    void put_settings(const std::string& text) {
        put(stick::given_settings(id()).string(), base::as_text(eventlog::seal_text(text, public_key()).value()));
    }
    [[nodiscard]] bring_in::Offer look() { return bring_in::look(*drive.folder(), id()); }
    [[nodiscard]] bring_in::Known know() { return bring_in::know(*store, *machine.files, machine.data).value(); }

    // All items of a kind.
    [[nodiscard]] bring_in::Result<bring_in::Prepared> prepare(Kind kind) {
        std::vector<bring_in::Item> items;
        for (auto& item : look().items)
            if (item.kind == kind) items.push_back(item);
        auto files = bring_in::read(*drive.folder(), items, [](int) { return true; });
        if (!files) return base::failure(files.error());
        return prepare(kind, std::move(*files));
    }
    [[nodiscard]] bring_in::Result<bring_in::Prepared> prepare(Kind kind, std::vector<roster::SourceFile> files) {
        return bring_in::prepare(know(), kind, std::move(files),
                                 {school::kMonday, catalogue, [this] { return ++drawn * 0x9E3779B97F4A7C15U; }});
    }
    [[nodiscard]] bring_in::Result<void> take(const bring_in::Prepared& prepared) {
        return bring_in::take(*store, *machine.files, machine.data, prepared);
    }
    [[nodiscard]] Refusal refused(Kind kind) {
        const auto prepared = prepare(kind);
        REQUIRE_FALSE(prepared);
        return prepared.error().why;
    }
    void bring(Kind kind) {
        const auto prepared = prepare(kind);
        if (!prepared) FAIL(static_cast<int>(prepared.error().why));
        REQUIRE(take(*prepared));
    }
};

}  // namespace bring_in_test
