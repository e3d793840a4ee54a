#include "tests/faults/rig/notes.h"

#include <map>

#include "app/eventlog/line.h"
#include "app/storage/store.h"
#include "platform/linux/linux.h"

namespace rig {

Verdict compare(const std::filesystem::path& data, const Notes& before, const Notes& after, bool as_kiosk) {
    const auto clock = platform_linux::make_clock();
    const auto entropy = platform_linux::make_entropy();
    const auto locks = platform_linux::make_process_locks();
    const auto files = platform_linux::make_file_system();
    const auto mode = as_kiosk ? storage::OpenMode::read_write : storage::OpenMode::read_only;
    auto store = storage::Store::open(data, {*clock, *entropy, *locks, *files}, mode);
    Verdict verdict;
    const auto wrong = [&](std::string what) {
        if (verdict.problem.empty()) verdict.problem = std::move(what);
    };
    if (!store) {
        wrong("the data do not open: " + store.error().detail);
        return verdict;
    }
    std::map<std::string, domain::Seq> seq_of;
    std::map<domain::Seq, std::string> person_of;
    std::set<std::string> taken_back;
    const auto read = (*store)->read_log(1, [&](const storage::LogLine& line) {
        const auto event = eventlog::from_line(line.line);
        if (!event) {
            wrong("number " + std::to_string(line.seq) + " is no event");
        } else if (const auto* came = std::get_if<domain::CheckedIn>(&event->body)) {
            if (!seq_of.emplace(came->person.value, event->seq).second) wrong("somebody was recorded twice");
            person_of[event->seq] = came->person.value;
        } else if (const auto* back = std::get_if<domain::Retracted>(&event->body)) {
            taken_back.insert(person_of[back->what]);
        } else if (std::holds_alternative<domain::LogContinued>(event->body)) {
            wrong("it was told as damage");
        }
        return true;
    });
    if (!read) wrong("the log cannot be read: " + read.error().detail);
    const auto chain = (*store)->verify();
    if (!chain || !chain->ok) wrong("the chain does not hold" + (chain ? ": " + chain->why : std::string()));
    for (const auto& person : before.said_recorded) {
        if (!seq_of.contains(person)) wrong("a check-in that the screen called recorded is lost");
    }
    for (const auto& person : before.said_taken_back) {
        if (!taken_back.contains(person)) wrong("a check-in that the screen called taken back stands");
    }
    for (const auto& [person, seq] : seq_of) {
        if (!after.asked.contains(person)) wrong("a check-in that nobody asked for is there");
        if (!after.said_recorded.contains(person)) ++verdict.unsaid;
    }
    for (const auto& person : taken_back) {
        if (!after.asked_back.contains(person)) wrong("a check-in was taken back that nobody wanted back");
    }
    verdict.check_ins = seq_of.size();
    verdict.taken_back = taken_back.size();
    return verdict;
}

}  // namespace rig
