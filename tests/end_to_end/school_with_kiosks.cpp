// Makes the data of a server with one school and two kiosks, and a stick that they have written: what the pages test
// needs before the server starts. Usage: school_with_kiosks DATA STICK
//
// The school has lists. The first kiosk has brought its own, in which one child is doubtful, one has moved up, one is
// new. On the stick lie two bundles of the first kiosk, one of the second, and one that somebody has cut.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "app/eventlog/bundle.h"
#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "app/roster_snapshot/snapshot.h"
#include "app/server/store/store.h"
#include "app/stick/layout.h"
#include "platform/linux/linux.h"

namespace {

template <class Result>
auto must(Result result, const char* what) {
    if (!result) throw std::runtime_error(what);
    return *std::move(result);
}

struct OneKiosk {
    domain::KioskId id;
    eventlog::KeyPair key;
};

domain::LocalDate date(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

domain::Person pupil(const std::string& id, domain::FullName name, int grade, std::optional<domain::LocalDate> birth,
                     std::uint8_t picture) {
    domain::Person person;
    person.id.value = id;
    person.name = std::move(name);
    person.class_name = domain::ClassName{grade, "Б"};
    person.birth_date = birth;
    person.consent = domain::Consent{date(2026, 9, 1), "мать"};
    person.pictures = {picture, static_cast<std::uint8_t>(picture + 1), static_cast<std::uint8_t>(picture + 2)};
    person.code = "01" + std::to_string(10 + picture);
    return person;
}

// `of` stands before each id, so that the same people are others by their ids.
domain::Roster lists(const std::string& of) {
    domain::Roster roster;
    roster.people = {
        pupil(of + "p1", {"Константинопольская", "Александра", "Владиславовна"}, 10, date(2010, 2, 28), 0),
        pupil(of + "p2", {"Ёлкин", "Тимур", "Рашид оглы"}, 2, date(2018, 5, 4), 1),
        pupil(of + "p3", {"Преображенская-Вознесенская", "Елизавета", "Станиславовна"}, 3, date(2017, 1, 9), 2),
        pupil(of + "p4", {"Ли", "Ян", ""}, 4, date(2016, 7, 30), 3)};
    domain::Group group{domain::GroupId{of + "g1"}, "7а", "Ученик–ученик", "", roster.people[0].id, {}, "12-о"};
    for (std::size_t i = 1; i < roster.people.size(); ++i)
        group.mentees.push_back({roster.people[i].id, "", std::nullopt});
    roster.groups = {group};
    for (int week = 0; week < 2; ++week) {
        const auto day = std::chrono::sys_days{date(2026, 11, 23)} + std::chrono::days{7 * week};
        const domain::LocalTime starts = domain::at(domain::LocalDate{day}, std::chrono::minutes{13 * 60 + 20});
        roster.meetings.push_back({domain::MeetingId{of + "m" + std::to_string(week)}, group.id, starts,
                                   starts + std::chrono::minutes{40}, "214", "Регулярная", "", true});
    }
    return roster;
}

domain::Roster lists_of_kiosk() {
    domain::Roster roster = lists("k");
    roster.people[0].class_name->grade = 9;
    roster.people[1].class_name->grade = 1;
    roster.people[1].birth_date.reset();
    roster.people.push_back(pupil("kp5", {"Абдурахмангаджиева", "Патимат", "Магомедовна"}, 5, date(2015, 3, 8), 4));
    roster.groups[0].mentees.push_back({roster.people.back().id, "", std::nullopt});
    domain::Meeting more = roster.meetings.back();
    more.id.value = "km9";
    more.starts += std::chrono::hours{24 * 7};
    more.ends += std::chrono::hours{24 * 7};
    roster.meetings.push_back(more);
    return roster;
}

// The numbers 1 to `last` of a kiosk's log, of which a bundle holds those from `first` on.
std::string bundle(const OneKiosk& kiosk, const std::string& sealed_to, domain::Seq first, domain::Seq last) {
    std::vector<std::string> lines;
    eventlog::BundleHeader header;
    header.kiosk = kiosk.id;
    header.first = first;
    header.last = last;
    header.events = last - first + 1;
    eventlog::Hash hash = eventlog::kGenesis;
    for (domain::Seq seq = 1; seq <= last; ++seq) {
        domain::Event event;
        event.kiosk = kiosk.id;
        event.seq = seq;
        event.at = domain::Instant{std::chrono::sys_days{date(2026, 11, 23)}} + std::chrono::hours{7};
        event.clock_trusted = true;
        event.boot = "b0070000";
        event.mono = domain::Millis{123'456};
        event.body = domain::CheckedIn{domain::MeetingId{"sm0"}, domain::PersonId{"sp1"}, domain::FoundBy::pictures};
        const std::string line = must(eventlog::to_line(event), "a line");
        if (seq == first) header.before = hash;
        if (seq >= first) lines.push_back(line);
        hash = eventlog::next_hash(hash, line);
    }
    std::string bytes;
    std::size_t next = 0;
    const auto made = eventlog::make_bundle(
        header,
        [&]() -> std::optional<std::string_view> {
            if (next == lines.size()) return std::nullopt;
            return lines[next++];
        },
        {kiosk.key.private_half, sealed_to},
        [&](base::ByteView more) {
            bytes += base::as_text(more);
            return true;
        });
    if (!made) throw std::runtime_error("a bundle");
    return bytes;
}

void make(const std::filesystem::path& data, const std::filesystem::path& stick) {
    const auto clock = platform_linux::make_clock();
    const auto entropy = platform_linux::make_entropy();
    const auto files = platform_linux::make_file_system();
    const auto locks = platform_linux::make_process_locks();
    const auto draw = [&](std::span<std::uint8_t> bytes) { entropy->fill(bytes); };
    std::filesystem::create_directories(data);
    const auto store = must(
        server::Store::open(server::SqliteFile{data / "server.db"}, {*clock, *entropy, *files, *locks}), "the store");
    const server::School school =
        must(store->add_school({"Школа № 12", eventlog::make_school_key(draw).public_half}), "a school");
    const std::string sealed_to = must(eventlog::box_public_of(school.acceptor_public), "a key");
    must(store->publish_roster(school.id, lists("s"), 0), "the school's lists");

    const OneKiosk hall{domain::KioskId{"hall1"}, eventlog::make_kiosk_key(draw)},
        library{domain::KioskId{"library2"}, eventlog::make_kiosk_key(draw)};
    for (const auto& [kiosk, name] :
         {std::pair{hall, "Холл первого этажа у раздевалки"}, std::pair{library, "Библиотека"}}) {
        if (!store->add_kiosk(school.id, {kiosk.id, name, kiosk.key.public_half, {}}))
            throw std::runtime_error("a kiosk");
        std::filesystem::create_directories(stick / stick::folder_of(kiosk.id));
    }
    const auto put = [&](const OneKiosk& kiosk, const std::string& name, const std::string& bytes) {
        std::ofstream{stick / stick::folder_of(kiosk.id) / name, std::ios::binary} << bytes;
    };
    put(hall, "records_2026-11-20_13-40_1-120.vstrecha", bundle(hall, sealed_to, 1, 120));
    put(hall, "records_2026-11-27_13-40_121-154.vstrecha", bundle(hall, sealed_to, 121, 154));
    put(library, "records_2026-11-27_13-55_1-32.vstrecha", bundle(library, sealed_to, 1, 32));
    put(library, "records_2026-11-27_14-05_33-40.vstrecha", bundle(library, sealed_to, 33, 40).substr(0, 300));
    const auto text =
        must(roster_snapshot::write({school.id.value, lists_of_kiosk()}, hall.key.private_half), "a snapshot");
    must(store->bring_roster(school.id, hall.id, text), "a kiosk's lists");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    try {
        make(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::cerr << "school_with_kiosks: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
