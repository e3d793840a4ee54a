#include "app/storage/snapshot.h"

#include <algorithm>

#include "app/domain/attendance.h"
#include "app/storage/schema.h"
#include "app/storage/snapshot_bytes.h"

namespace storage {

namespace {

using domain::Event;
using domain::MeetingId;

// Of the rows and of what is in them. Another number: not ours to read.
constexpr std::uint64_t kFormat = 2;
// Rows without a meeting are written to up to here; then the next one is begun, so that only the last is ever changed.
constexpr std::size_t kBookBytes = 1500;
constexpr std::int64_t kFactsPlace = 0;

void write_row(SQLite::Database& database, std::int64_t place, std::string_view meeting, std::string_view entries) {
    SQLite::Statement row{database,
                          "INSERT INTO snapshot (place, meeting, entries) VALUES (?, ?, ?) "
                          "ON CONFLICT (place) DO UPDATE SET entries = excluded.entries"};
    row.bind(1, place);
    row.bind(2, std::string{meeting});
    row.bind(3, entries.data(), static_cast<int>(entries.size()));
    row.exec();
}

std::string entries_at(SQLite::Database& database, std::int64_t place) {
    SQLite::Statement row{database, "SELECT entries FROM snapshot WHERE place = ?"};
    row.bind(1, place);
    if (!row.executeStep()) return {};
    return std::string{bytes_of(row, 0)};
}

void write_instant(SnapshotWriter& to, const std::optional<domain::Instant>& instant) {
    to.number(instant ? 1 : 0);
    if (instant) to.signed_number(instant->time_since_epoch().count());
}

std::optional<domain::Instant> read_instant(SnapshotReader& from) {
    if (from.number() == 0) return std::nullopt;
    return domain::Instant{domain::Millis{from.signed_number()}};
}

}  // namespace

Snapshot::Snapshot(const domain::Roster& roster, MeetingAt meeting_at)
    : recent_(roster), aliases_(roster.aliases), meeting_at_(std::move(meeting_at)), roster_number_(roster.number) {}

bool Snapshot::keeps(const MeetingId& meeting) const {
    return recent_.in_roster(meeting) || rows_.contains(meeting);
}

void Snapshot::note_certain(const Event& event) {
    if (!event.clock_trusted && !corrected_boots_.contains(event.boot)) return;
    if (!certain_) certain_.emplace();
    certain_->seq = event.seq;
    certain_->at = event.at;
    certain_->clock_trusted = event.clock_trusted;
    certain_->boot = event.boot;
    certain_->mono = event.mono;
    certain_->body = domain::UnknownEvent{};
}

StorageResult<bool> Snapshot::take(Event& event) {
    domain::resolve(event.body, aliases_);
    taken_up_to_ = event.seq;
    ++lines_;
    if (const auto* word = std::get_if<domain::ClockCorrected>(&event.body)) corrected_boots_.insert(word->boot);
    note_certain(event);
    Row* row = nullptr;
    if (std::holds_alternative<domain::ClockCorrected>(event.body) ||
        std::holds_alternative<domain::LogExported>(event.body)) {
        row = &book_;
    } else if (const auto* retracted = std::get_if<domain::Retracted>(&event.body)) {
        if (retracted->what >= event.seq) return false;
        const auto meeting = meeting_at_(retracted->what);
        if (!meeting) return base::failure(meeting.error());
        if (*meeting) {
            const MeetingId& listed = aliases_.resolve(**meeting);
            if (keeps(listed)) row = &rows_[listed];
        }
    } else if (const MeetingId* meeting = domain::meeting_of(event.body)) {
        const auto* opened = std::get_if<domain::MeetingOpened>(&event.body);
        if (keeps(*meeting) || (opened && recent_.takes_opened(opened->meeting))) row = &rows_[*meeting];
    }
    if (!row) return false;
    SnapshotWriter writer, entry;
    write_event(writer, event);
    entry.text(writer.bytes());
    row->added += entry.bytes();
    return true;
}

void Snapshot::forget() {
    rows_.clear();
    corrected_boots_.clear();
    book_ = {};
    book_bytes_ = 0;
    last_place_ = 0;
    empty_table_first_ = true;
    taken_up_to_ = 0;
    lines_ = 0;
    certain_.reset();
    facts_ = {};
}

std::optional<Snapshot::Saved> Snapshot::load(SQLite::Database& database) {
    forget();
    const auto facts = read_facts(database);
    if (!facts || facts->roster_number != roster_number_) return std::nullopt;
    Saved saved;
    rows_.reserve(recent_.size());
    saved.rows.reserve(recent_.size());
    std::uint64_t sum = 0;
    bool good = true;
    std::vector<std::size_t> books;  // rows without a meeting
    {
        SQLite::Statement row{database, "SELECT place, meeting, entries FROM snapshot WHERE place > 0 ORDER BY place"};
        while (good && row.executeStep()) {
            last_place_ = integer_of(row, 0);
            const std::string_view meeting = text_of(row, 1);
            // Strings of a vector that grows move, and short ones take their bytes along: read when all are there.
            const std::string& entries = saved.rows.emplace_back(bytes_of(row, 2));
            sum += sum_of(last_place_, meeting, entries);
            if (meeting.empty()) {
                book_.place = last_place_;
                book_bytes_ = entries.size();
            } else {
                good = rows_.emplace(MeetingId{std::string{meeting}}, Row{last_place_, {}}).second;
            }
            if (meeting.empty()) books.push_back(saved.rows.size() - 1);
        }
    }
    const auto count_entries = [](const std::string& entries) {
        SnapshotReader reader{entries};
        std::size_t count = 0;
        for (; reader.ok() && !reader.at_end(); ++count) static_cast<void>(reader.text());
        return count;
    };
    std::size_t count = 0;
    for (const std::string& entries : saved.rows) count += count_entries(entries);
    saved.events.reserve(count);
    for (const std::string& entries : saved.rows) {
        SnapshotReader reader{entries};
        while (reader.ok() && !reader.at_end()) {
            const std::string_view entry = reader.text();
            const domain::Seq seq = SnapshotReader{entry}.number();
            saved.events.emplace_back(seq, entry);
        }
        good = good && reader.ok();
    }
    for (const std::size_t book : books) {
        SnapshotReader reader{saved.rows[book]};
        while (good && !reader.at_end()) {
            SnapshotReader entry{reader.text()};
            const Event event = read_event(entry);
            if (const auto* word = std::get_if<domain::ClockCorrected>(&event.body)) corrected_boots_.insert(word->boot);
        }
    }
    if (!good || sum != facts->rows_sum) {
        forget();
        return std::nullopt;
    }
    certain_ = facts->certain;
    facts_ = *facts;
    taken_up_to_ = facts->seq;
    lines_ = facts->lines;
    empty_table_first_ = false;
    std::sort(saved.events.begin(), saved.events.end());
    return saved;
}

void Snapshot::save(SQLite::Database& database, SnapshotFacts facts) {
    Written written;
    written.last_place = last_place_;
    written.book_bytes = book_bytes_;
    facts.roster_number = roster_number_;
    facts.lines = lines_;
    facts.certain = certain_;
    facts.rows_sum = facts_.rows_sum;
    if (empty_table_first_) {
        database.exec("DELETE FROM snapshot");
        facts.rows_sum = 0;
    }
    const auto add_to = [&](Row& row, std::string_view meeting, bool anew) {
        const bool is_there = row.place != 0 && !anew;
        const std::int64_t place = is_there ? row.place : ++written.last_place;
        std::string entries = is_there ? entries_at(database, place) : std::string{};
        if (is_there) facts.rows_sum -= sum_of(place, meeting, entries);
        entries += row.added;
        facts.rows_sum += sum_of(place, meeting, entries);
        write_row(database, place, meeting, entries);
        written.places.emplace_back(&row, place);
        return entries.size();
    };
    // In the order of coming, so that what comes together lies together.
    std::vector<std::pair<std::string_view, Row*>> changed;
    for (auto& [meeting, row] : rows_) {
        if (!row.added.empty()) changed.emplace_back(meeting.value, &row);
    }
    std::sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) {
        return std::pair{a.second->place, a.first} < std::pair{b.second->place, b.first};
    });
    for (const auto& [meeting, row] : changed) add_to(*row, meeting, false);
    if (!book_.added.empty()) written.book_bytes = add_to(book_, "", book_bytes_ > kBookBytes);
    write_facts(database, facts);
    written.facts = std::move(facts);
    written_ = std::move(written);
}

void Snapshot::saved() {
    if (!written_) return;
    for (const auto& [row, place] : written_->places) *row = {place, {}};
    book_bytes_ = written_->book_bytes;
    last_place_ = written_->last_place;
    facts_ = std::move(written_->facts);
    empty_table_first_ = false;
    written_.reset();
}

std::optional<SnapshotFacts> read_facts(SQLite::Database& database) {
    if (!has_table(database, "snapshot")) return std::nullopt;
    const std::string bytes = entries_at(database, kFactsPlace);
    if (bytes.size() < sizeof(std::uint64_t)) return std::nullopt;
    SnapshotReader reader{bytes};
    if (reader.number() != kFormat) return std::nullopt;
    const std::string_view said = reader.text();
    const std::uint64_t sum = reader.number();
    if (!reader.ok() || !reader.at_end() || sum != sum_of(kFactsPlace, "", said)) return std::nullopt;

    SnapshotReader from{said};
    SnapshotFacts facts;
    facts.seq = from.number();
    const std::string_view hash = from.text();
    if (hash.size() != facts.hash.size()) return std::nullopt;
    std::copy(hash.begin(), hash.end(), facts.hash.begin());
    facts.roster_number = from.number();
    facts.lines = from.number();
    facts.waiting.events = from.number();
    facts.waiting.untaken = from.number();
    facts.waiting.since = read_instant(from);
    facts.waiting.last_export = read_instant(from);
    facts.waiting.exported_up_to = from.number();
    facts.waiting.held_up_to = from.number();
    facts.rows_sum = from.number();
    if (from.number() != 0) facts.certain = read_event(from);
    if (!from.ok() || !from.at_end()) return std::nullopt;
    return facts;
}

void write_facts(SQLite::Database& database, const SnapshotFacts& facts) {
    SnapshotWriter said;
    said.number(facts.seq);
    said.text(base::as_text(facts.hash));
    said.number(facts.roster_number);
    said.number(facts.lines);
    said.number(facts.waiting.events);
    said.number(facts.waiting.untaken);
    write_instant(said, facts.waiting.since);
    write_instant(said, facts.waiting.last_export);
    said.number(facts.waiting.exported_up_to);
    said.number(facts.waiting.held_up_to);
    said.number(facts.rows_sum);
    said.number(facts.certain ? 1 : 0);
    if (facts.certain) write_event(said, *facts.certain);
    SnapshotWriter row;
    row.number(kFormat);
    row.text(said.bytes());
    row.number(sum_of(kFactsPlace, "", said.bytes()));
    write_row(database, kFactsPlace, "", row.bytes());
}

}  // namespace storage
