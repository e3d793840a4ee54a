#include "app/server/store/event_insert.h"

#include "app/server/store/database.h"

namespace server {

namespace {

constexpr const char* kSqlite =
    "INSERT INTO events (school, kiosk, seq, line, hash) VALUES (:school, :kiosk, :seq, :line, CAST(:hash AS BLOB))";
constexpr const char* kPostgresql =
    "INSERT INTO events (school, kiosk, seq, line, hash) "
    "SELECT CAST(:school AS text), CAST(:kiosk AS text), row.seq, row.line, decode(row.hash, 'hex') "
    "FROM unnest(CAST(string_to_array(:seqs, ',') AS bigint[]), string_to_array(:lines, chr(10)), "
    "string_to_array(:hashes, ',')) AS row (seq, line, hash)";

}  // namespace

EventInsert::EventInsert(Connection& connection)
    : sqlite_(connection.dialect().is_sqlite()),
      statement_(sqlite_ ? (connection.sql().prepare << kSqlite, soci::use(schools_), soci::use(kiosks_),
                            soci::use(seqs_), soci::use(lines_), soci::use(hashes_))
                         : (connection.sql().prepare << kPostgresql, soci::use(school_), soci::use(kiosk_),
                            soci::use(all_seqs_), soci::use(all_lines_), soci::use(all_hashes_))) {}

void EventInsert::begin(const std::string& school, const std::string& kiosk) {
    school_ = school;
    kiosk_ = kiosk;
    forget();
}

void EventInsert::forget() {
    rows_ = bytes_ = 0;
    for (auto* text : {&all_seqs_, &all_lines_, &all_hashes_}) text->clear();
}

void EventInsert::add(domain::Seq seq, std::string_view line, const eventlog::Hash& hash) {
    if (sqlite_) {
        add_row(seq, line, hash);
    } else {
        add_text(seq, line, hash);
    }
    ++rows_;
    bytes_ += line.size();
    if (rows_ == kRows || bytes_ >= kBytes) flush();
}

// The strings of the batch before keep their memory.
void EventInsert::add_row(domain::Seq seq, std::string_view line, const eventlog::Hash& hash) {
    if (rows_ == seqs_.size()) {
        for (auto* texts : {&schools_, &kiosks_, &lines_, &hashes_}) texts->emplace_back();
        seqs_.emplace_back();
    }
    schools_[rows_] = school_;
    kiosks_[rows_] = kiosk_;
    seqs_[rows_] = number_of(seq);
    lines_[rows_] = line;
    hashes_[rows_] = base::as_text(hash);
}

void EventInsert::add_text(domain::Seq seq, std::string_view line, const eventlog::Hash& hash) {
    if (rows_ > 0) {
        all_seqs_ += ',';
        all_lines_ += '\n';
        all_hashes_ += ',';
    }
    all_seqs_ += std::to_string(seq);
    all_lines_ += line;
    all_hashes_ += base::to_hex(hash);
}

void EventInsert::flush() {
    if (rows_ == 0) return;
    if (sqlite_) {
        for (auto* texts : {&schools_, &kiosks_, &lines_, &hashes_}) texts->resize(rows_);
        seqs_.resize(rows_);
    }
    statement_.execute(true);
    forget();
}

}  // namespace server
