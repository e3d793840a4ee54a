#include "app/takeaway/take_away.h"

#include <utility>

#include "app/domain/attendance.h"
#include "app/domain/roster.h"
#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "app/reports/attendance.h"
#include "app/reports/table.h"
#include "app/takeaway/over_network.h"

namespace takeaway {
namespace {

// The log, read once: its lines, what they come to, and the answers in it.
struct Log {
    std::vector<std::string> lines;
    std::vector<domain::Seq> numbers;  // of the lines
    domain::Attendance attendance;
    std::vector<domain::MeetingId> meetings;
    std::vector<reports::OpenedAnswer> answers;
    std::uint64_t unreadable_answers = 0;
    domain::Seq last = 0;
    std::uint64_t records = 0;
};

void note_meeting(Log& log, const domain::EventBody& body) {
    std::visit(
        [&log](const auto& one) {
            using Body = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<Body, domain::MeetingOpened>)
                log.meetings.push_back(one.meeting.id);
            else if constexpr (requires { log.meetings.push_back(one.meeting); })
                log.meetings.push_back(one.meeting);
        },
        body);
}

void open_answer(Log& log, const domain::Event& event, const std::string& school_key) {
    const auto* rated = std::get_if<domain::Rated>(&event.body);
    if (rated == nullptr) return;
    if (auto answer = eventlog::unseal(rated->sealed, school_key))
        log.answers.push_back({event.seq, event.at, rated->meeting, rated->person, std::move(*answer)});
    else
        ++log.unreadable_answers;
}

base::Result<Log, Failure> read(Records& records, const domain::Aliases& aliases,
                                const std::optional<std::string>& school_key, bool keeps_lines) {
    Log log;
    std::string unreadable;
    const auto status = records.status();
    if (!status) return base::failure(Failure{Problem::log_unreadable, status.error().detail});
    const auto done = read_lines(records, 1, status->last_seq, [&](const storage::LogLine& line) {
        auto event = eventlog::from_line(line.line);
        if (!event) {
            unreadable = "event " + std::to_string(line.seq) + ": " + event.error().detail;
            return false;
        }
        domain::resolve(event->body, aliases);
        log.attendance.apply(*event);
        note_meeting(log, event->body);
        if (school_key) open_answer(log, *event, *school_key);
        if (keeps_lines) {
            log.lines.push_back(line.line);
            log.numbers.push_back(line.seq);
        }
        ++log.records;
        log.last = line.seq;
        return true;
    });
    if (!done) return base::failure(Failure{Problem::log_unreadable, done.error().detail});
    if (!unreadable.empty()) return base::failure(Failure{Problem::log_unreadable, unreadable});
    return log;
}

// The lines stay as they were recorded, so what was said of their time since stands in a file of its own: one line for
// each record whose time is another than its line says.
std::vector<std::string> corrected_times(const Log& log) {
    std::vector<std::string> lines;
    for (const domain::Seq seq : log.numbers) {
        const auto stamp = log.attendance.stamp_of(seq);
        if (!stamp || stamp->correction / domain::Seconds{1} == 0) continue;
        lines.push_back("{\"seq\":" + std::to_string(seq) + ",\"at\":\"" + eventlog::to_text(stamp->said_by_clock()) +
                        "\",\"corrected\":\"" + eventlog::to_text(stamp->at) + "\",\"by\":\"" +
                        (stamp->corrected_by == domain::ClockWord::curator ? "curator" : "kernel") + "\"}");
    }
    return lines;
}

// In place of a name the beginning of the id, which stays the same from table to table. Not the code: with it anybody
// could check in for him.
void hide_names(domain::Roster& roster) {
    constexpr std::size_t kDigits = 8;
    for (domain::Person& person : roster.people) person.name = {person.id.value.substr(0, kDigits), {}, {}};
}

// Writes files one after another into the folder; the first failure stays.
class Writer {
  public:
    Writer(api::FileSystem& files, const std::filesystem::path& folder, domain::LocalTime now)
        : files_(files), folder_(folder), now_(now) {
        if (auto made = files_.make_folders(folder_); !made) failure_ = failure_of(made.error());
    }
    void write(std::string_view what, std::string_view extension, base::ByteView content) {
        if (failure_) return;
        const auto path = folder_ / reports::file_name(what, now_, extension);
        if (auto written = files_.write_atomically(path, content); !written)
            failure_ = failure_of(written.error());
        else
            written_.push_back(path);
    }
    void write_workbook(std::string_view what, const std::vector<reports::Table>& tables) {
        if (failure_) return;
        if (auto book = reports::xlsx(tables))
            write(what, "xlsx", *book);
        else
            failure_ = Failure{Problem::input_output, "the workbook could not be made"};
    }
    [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
    [[nodiscard]] std::vector<std::filesystem::path> written() && { return std::move(written_); }

  private:
    api::FileSystem& files_;
    std::filesystem::path folder_;
    domain::LocalTime now_;
    std::vector<std::filesystem::path> written_;
    std::optional<Failure> failure_;
};

}  // namespace

Failure failure_of(const api::FileError& error) {
    const auto problem = [kind = error.kind] {
        switch (kind) {
            case api::FileErrorKind::no_space: return Problem::no_space;
            case api::FileErrorKind::read_only:
            case api::FileErrorKind::no_permission: return Problem::read_only;
            case api::FileErrorKind::not_found: return Problem::gone;
            case api::FileErrorKind::exists:
            case api::FileErrorKind::too_large:
            case api::FileErrorKind::input_output: break;
        }
        return Problem::input_output;
    }();
    return {problem, error.path.string() + ": " + error.detail};
}

base::Result<std::vector<TableFile>, Failure> attendance_files(Records& records, const Surroundings& around,
                                                               bool names) {
    auto roster = records.roster();
    if (!roster) return base::failure(Failure{Problem::log_unreadable, roster.error().detail});
    auto log = read(records, roster->aliases, std::nullopt, false);
    if (!log) return base::failure(std::move(log.error()));
    if (!names) hide_names(*roster);
    log->attendance.place_opened(around.zone);
    const domain::RosterIndex index(*roster);
    const reports::Table table =
        reports::attendance_table({index, log->attendance, around.zone, around.now, log->meetings}, around.texts);
    const std::string text = reports::csv(table);
    auto book = reports::xlsx({table});
    if (!book) return base::failure(Failure{Problem::input_output, "the workbook could not be made"});
    std::vector<TableFile> made;
    const auto bytes = base::as_bytes(text);
    made.push_back({reports::file_name("attendance", around.now, "csv"), {bytes.begin(), bytes.end()}});
    made.push_back({reports::file_name("attendance", around.now, "xlsx"), std::move(*book)});
    return made;
}

base::Result<TakenAway, Failure> take_away(storage::Store& store, api::FileSystem& files, const Surroundings& around,
                                           const std::filesystem::path& folder, const Wanted& wanted) {
    StoreRecords records{store};
    auto roster = records.roster();
    if (!roster) return base::failure(Failure{Problem::log_unreadable, roster.error().detail});
    auto log = read(records, roster->aliases, wanted.school_key, wanted.jsonl);
    if (!log) return base::failure(std::move(log.error()));

    if (!wanted.names) hide_names(*roster);
    log->attendance.place_opened(around.zone);
    const domain::RosterIndex index(*roster);
    const reports::Journal journal{index, log->attendance, around.zone, around.now, log->meetings};
    std::vector<std::pair<std::string_view, reports::Table>> tables;
    if (wanted.csv || wanted.xlsx) tables.emplace_back("attendance", reports::attendance_table(journal, around.texts));
    if ((wanted.csv || wanted.xlsx) && wanted.school_key)
        tables.emplace_back("answers", reports::answers_table(journal, log->answers, around.catalogue, around.texts));

    Writer writer(files, folder, around.now);
    for (const auto& [name, table] : tables) {
        if (wanted.csv) writer.write(name, "csv", base::as_bytes(reports::csv(table)));
        if (wanted.xlsx) writer.write_workbook(name, {table});
    }
    if (wanted.jsonl) writer.write("log", "jsonl", base::as_bytes(reports::json_lines(log->lines)));
    if (const auto times = corrected_times(*log); wanted.jsonl && !times.empty())
        writer.write("corrected-times", "jsonl", base::as_bytes(reports::json_lines(times)));
    if (writer.failure()) return base::failure(*writer.failure());
    return TakenAway{std::move(writer).written(), log->last, log->records, log->unreadable_answers};
}

storage::StorageResult<void> mark_taken_away(storage::Store& store, domain::Seq up_to, const std::string& where) {
    return StoreRecords{store}.mark_taken_away(up_to, where);
}

}  // namespace takeaway
