#include "app/server/store/held_hashes.h"

namespace server {

namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

HeldHashes::HeldHashes(Connection& connection, SchoolId school, domain::KioskId kiosk)
    : connection_(connection), school_(std::move(school)), kiosk_(std::move(kiosk)) {}

void HeldHashes::read_page(domain::Seq from) {
    const long long first = number_of(from);
    seqs_.resize(kPage);
    hashes_.resize(kPage);
    connection_.sql() << "SELECT seq, " + connection_.dialect().hex_of("hash") +
                             " FROM events WHERE school = :school AND kiosk = :kiosk AND seq >= :first ORDER BY seq "
                             "LIMIT " +
                             std::to_string(kPage),
        soci::into(seqs_), soci::into(hashes_), soci::use(school_.value, "school"), soci::use(kiosk_.value, "kiosk"),
        soci::use(first, "first");
    next_ = 0;
    last_page_ = seqs_.size() < kPage;
}

std::optional<eventlog::Hash> HeldHashes::at(domain::Seq seq) {
    while (true) {
        while (next_ < seqs_.size() && seq_of(seqs_[next_]) < seq) ++next_;
        if (next_ < seqs_.size()) break;
        if (last_page_) return std::nullopt;
        read_page(seq);
    }
    if (seq_of(seqs_[next_]) != seq) return std::nullopt;
    return hash_of(hashes_[next_]);
}

std::optional<eventlog::Hash> HeldHashes::look_up(domain::Seq seq) {
    const long long number = number_of(seq);
    std::string hash;
    connection_.sql() << "SELECT " + connection_.dialect().hex_of("hash") +
                             " FROM events WHERE school = :school AND kiosk = :kiosk AND seq = :seq",
        soci::into(hash), soci::use(school_.value, "school"), soci::use(kiosk_.value, "kiosk"),
        soci::use(number, "seq");
    if (hash.empty()) return std::nullopt;
    return hash_of(hash);
}

}  // namespace server
