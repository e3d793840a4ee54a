#include "app/storage/salvage.h"

#include <algorithm>
#include <map>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace storage {

namespace {

using domain::LostRange;
using domain::Seq;
using eventlog::Hash;

// A row behind the last proven one, whose number alone can be read, still says that the number was given.
constexpr Seq kNearTheEnd = 64;
// Numbers in JSON are exact up to here.
constexpr Seq kLargestSeq = (Seq{1} << 53) - 1;
// A hole this wide is one where the line that began a new chain was lost, and not that many lines.
constexpr Seq kWidestHole = domain::kChainStride / 2;

std::optional<Hash> hash_of_hex(std::string_view text) {
    const auto bytes = base::from_hex(text);
    if (!bytes || bytes->size() != Hash{}.size()) return std::nullopt;
    Hash hash{};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

// `from` without what is in `named`; both ascending.
std::vector<LostRange> without(const std::vector<LostRange>& from, const std::vector<LostRange>& named) {
    std::vector<LostRange> left;
    for (LostRange range : from) {
        for (const LostRange& other : named) {
            if (other.last < range.first || other.first > range.last) continue;
            if (other.first > range.first) left.push_back({range.first, other.first - 1});
            range.first = other.last + 1;
            if (range.first > range.last) break;
        }
        if (range.first <= range.last) left.push_back(range);
    }
    return left;
}

}  // namespace

Salvage::Salvage(PageReader& pages, SecondCopy* copy, domain::KioskId kiosk, std::vector<KnownHash> known)
    : pages_(pages), copy_(copy), kiosk_(std::move(kiosk)), known_(std::move(known)) {
    known_.push_back({0, eventlog::kGenesis, true, false});
    std::sort(known_.begin(), known_.end(), [](const KnownHash& a, const KnownHash& b) { return a.seq < b.seq; });
}

void Salvage::run() {
    if (kiosk_.empty()) find_kiosk();
    scan_pages();
    settle_pruned();
    prove();
    if (copy_ != nullptr) {
        scan_copy();
        prove();
    }
    find_missing();
}

// The kiosk that most lines name.
void Salvage::find_kiosk() {
    std::map<std::string, std::size_t> counts;
    for (const PageReader::Source& source : pages_.sources()) {
        pages_.each_row(source.place, [&](const FoundRow&, std::string_view text, const Hash&) {
            if (const auto event = eventlog::from_line(text)) ++counts[event->kiosk.value];
        });
    }
    if (copy_ != nullptr) {
        copy_->each_record([&](const SecondCopy::Record& record) {
            if (const auto event = eventlog::from_line(record.line)) ++counts[event->kiosk.value];
        });
    }
    std::size_t most = 0;
    for (const auto& [kiosk, count] : counts) {
        if (count <= most) continue;
        most = count;
        kiosk_.value = kiosk;
    }
}

void Salvage::take(Candidate candidate, std::string_view text) {
    if (const auto event = eventlog::from_line(text)) {
        if (event->kiosk != kiosk_) return;
        candidate.seq = event->seq;
        candidate.is_event = true;
        if (const auto* body = std::get_if<domain::LogContinued>(&event->body)) {
            const auto head = hash_of_hex(body->head);
            candidate.continues = head.has_value();
            candidate.previous = head.value_or(Hash{});
            candidate.chained = head && eventlog::next_hash(*head, text) == candidate.hash;
        } else if (const auto* exported = std::get_if<domain::LogExported>(&event->body)) {
            exports_.push_back({event->seq, exported->up_to});
        }
    }
    if ((pruned_ && candidate.seq <= pruned_->seq) || candidate.seq == 0 || candidate.seq > kLargestSeq) return;
    if (!candidate.continues && candidate.is_event && !candidates_.empty()) {
        // Most often the row before is the one that was found before.
        const Candidate& before = candidates_.back();
        if (before.seq + 1 == candidate.seq && eventlog::next_hash(before.hash, text) == candidate.hash) {
            candidate.previous = before.hash;
            candidate.chained = true;
        }
    }
    candidates_.push_back(candidate);
}

void Salvage::scan_pages() {
    for (const PageReader::Source& source : pages_.sources()) {
        pages_.each_row(source.place, [&](const FoundRow& row, std::string_view text, const Hash& hash) {
            Candidate candidate;
            candidate.seq = row.seq;
            candidate.hash = hash;
            candidate.row = row;
            candidate.standing = source.standing;
            take(candidate, text);
        });
    }
}

void Salvage::settle_pruned() {
    for (const KnownHash& known : known_) {  // ascending: the last that holds counts
        if (!known.is_pruned) continue;
        const bool is_followed = std::any_of(candidates_.begin(), candidates_.end(), [&](const Candidate& one) {
            if (!one.is_event || one.seq != known.seq + 1) return false;
            const auto text = text_of(one);
            return text && eventlog::next_hash(known.hash, *text) == one.hash;
        });
        if (known.is_certain || is_followed) pruned_ = known;
    }
    // What was pruned may still lie in pages that are free.
    if (pruned_) std::erase_if(candidates_, [this](const Candidate& one) { return one.seq <= pruned_->seq; });
}

// Of the copy only what the pages did not give: it never speaks against them.
void Salvage::scan_copy() {
    const std::size_t before = candidates_.size();
    std::size_t next = 0;
    Hash last{};
    Seq last_seq = 0;
    copy_->each_record([&](const SecondCopy::Record& record) {
        const bool follows =
            !record.line.empty() && last_seq + 1 == record.seq && eventlog::next_hash(last, record.line) == record.hash;
        last = record.hash;
        last_seq = record.seq;
        if (next >= accepted_.size() || candidates_[accepted_[next]].seq > record.seq) next = 0;
        const auto found = std::lower_bound(
            accepted_.begin() + static_cast<std::ptrdiff_t>(next), accepted_.end(), record.seq,
            [this](std::size_t index, Seq seq) { return candidates_[index].seq < seq; });
        next = static_cast<std::size_t>(found - accepted_.begin());
        if (found != accepted_.end() && candidates_[*found].seq == record.seq) {
            if (follows && candidates_[*found].hash != record.hash) copy_contradicts_ = true;
            return;
        }
        Candidate candidate;
        candidate.seq = record.seq;
        candidate.hash = record.hash;
        candidate.copy_file = record.file;
        candidate.copy_offset = record.offset;
        candidate.row.text_bytes = static_cast<std::uint32_t>(record.line.size());
        take(candidate, record.line);
    });
    if (copy_contradicts_) candidates_.resize(before);
}

std::optional<std::string> Salvage::text_of(const Candidate& candidate) {
    if (candidate.copy_file == 0) return pages_.text_of(candidate.row);
    if (text_file_ != candidate.copy_file) {
        text_ = copy_->text_of(candidate.copy_file);
        text_file_ = candidate.copy_file;
    }
    if (candidate.copy_offset + std::size_t{candidate.row.text_bytes} > text_.size()) return std::nullopt;
    return text_.substr(candidate.copy_offset, candidate.row.text_bytes);
}

std::vector<Hash> Salvage::hashes_at(Seq seq) const {
    std::vector<Hash> hashes;
    const auto add = [&](const Hash& hash) {
        if (std::find(hashes.begin(), hashes.end(), hash) == hashes.end()) hashes.push_back(hash);
    };
    if (!accepted_.empty() && candidates_[accepted_.back()].seq == seq) add(candidates_[accepted_.back()].hash);
    const auto known = std::lower_bound(known_.begin(), known_.end(), seq,
                                        [](const KnownHash& one, Seq wanted) { return one.seq < wanted; });
    for (auto one = known; one != known_.end() && one->seq == seq; ++one) add(one->hash);
    const auto first = std::lower_bound(candidates_.begin(), candidates_.end(), seq,
                                        [](const Candidate& one, Seq wanted) { return one.seq < wanted; });
    for (auto one = first; one != candidates_.end() && one->seq == seq; ++one) add(one->hash);
    return hashes;
}

void Salvage::choose(Seq seq, Group group) {
    const Candidate* const last = accepted_.empty() ? nullptr : &candidates_[accepted_.back()];
    const bool adjoins = last != nullptr && last->seq + 1 == seq;
    std::optional<std::vector<Hash>> before;
    std::optional<std::size_t> chosen;
    for (std::size_t i = group.first; i < group.second; ++i) {
        Candidate& candidate = candidates_[i];
        if (!candidate.is_event) continue;
        // Tried against the accepted row before even where another held: that one may be the wrong one.
        if (!candidate.chained && !candidate.continues) {
            if (!before) before = hashes_at(seq - 1);
            if (before->empty()) continue;
            const auto text = text_of(candidate);
            if (!text) continue;
            for (const Hash& hash : *before) {
                if (eventlog::next_hash(hash, *text) != candidate.hash) continue;
                candidate.previous = hash;
                candidate.chained = true;
                break;
            }
        }
        if (!candidate.chained) continue;
        const bool from_last = candidate.continues || !adjoins || candidate.previous == last->hash;
        if (from_last) {
            chosen = i;
            break;
        }
        if (!chosen) chosen = i;
    }
    if (!chosen) return;
    const Candidate& best = candidates_[*chosen];
    if (!best.continues && adjoins && best.previous != last->hash) {
        // The row before that was taken is not the one that this line follows. An older version of a page never
        // speaks against the present one.
        if (best.standing > last->standing) return;
        const Seq number = last->seq;
        accepted_.pop_back();
        const auto first = std::lower_bound(candidates_.begin(), candidates_.end(), number,
                                            [](const Candidate& one, Seq wanted) { return one.seq < wanted; });
        for (auto one = first; one != candidates_.end() && one->seq == number; ++one) {
            if (!one->is_event || !one->chained || one->hash != best.previous) continue;
            accepted_.push_back(static_cast<std::size_t>(one - candidates_.begin()));
            break;
        }
    }
    accepted_.push_back(*chosen);
}

void Salvage::prove() {
    std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
        return a.seq != b.seq ? a.seq < b.seq : a.standing < b.standing;
    });
    accepted_.clear();
    for (std::size_t first = 0; first < candidates_.size();) {
        std::size_t end = first + 1;
        while (end < candidates_.size() && candidates_[end].seq == candidates_[first].seq) ++end;
        choose(candidates_[first].seq, {first, end});
        first = end;
    }
    // At the end of the log, what nothing follows from may have been given up when it was written.
    while (!accepted_.empty() && candidates_[accepted_.back()].standing == Standing::uncertain) accepted_.pop_back();
}

void Salvage::find_missing() {
    gaps_.clear();
    std::vector<LostRange> holes, named;
    Seq last = pruned_ ? pruned_->seq : 0;
    for (const std::size_t index : accepted_) {
        const Candidate& one = candidates_[index];
        Seq lost_up_to = one.seq - 1;
        if (one.continues) {
            const auto text = text_of(one);
            const auto event = text ? eventlog::from_line(*text) : base::failure(eventlog::LineError{});
            const auto* body = event ? std::get_if<domain::LogContinued>(&event->body) : nullptr;
            if (body != nullptr) {
                lost_up_to = body->after;
                named.insert(named.end(), body->missing.begin(), body->missing.end());
            }
        } else if (one.seq != last + 1) {
            gaps_.push_back({one.seq - 1, one.previous});
        }
        if (lost_up_to > last) {
            // Where the line that began a chain is lost itself: its numbers, and not all those before them.
            if (!one.continues && lost_up_to - last > kWidestHole)
                last = (one.seq - 1) / domain::kChainStride * domain::kChainStride;
            holes.push_back({last + 1, lost_up_to});
        }
        last = one.seq;
    }
    // A checkpoint may speak of a number of which nothing but its hash is known.
    last_known_ = last;
    if (!accepted_.empty()) {
        last_hash_ = candidates_[accepted_.back()].hash;
    } else if (pruned_) {
        last_hash_ = pruned_->hash;
    }
    for (const KnownHash& known : known_) {
        if (!known.is_certain || known.seq <= last_known_) continue;
        last_known_ = known.seq;
        last_hash_ = known.hash;
    }
    const auto behind = std::upper_bound(candidates_.begin(), candidates_.end(), last_known_,
                                         [](Seq seq, const Candidate& one) { return seq < one.seq; });
    for (auto one = behind; one != candidates_.end() && one->seq <= last_known_ + kNearTheEnd; ++one) {
        if (one->standing != Standing::current) continue;
        last_known_ = one->seq;
        last_hash_.reset();
    }
    if (last_known_ > last) holes.push_back({last + 1, last_known_});
    std::sort(named.begin(), named.end(), [](const LostRange& a, const LostRange& b) { return a.first < b.first; });
    missing_ = without(holes, named);

    for (const auto& [seq, up_to] : exports_) {
        const auto found = std::lower_bound(accepted_.begin(), accepted_.end(), seq,
                                            [this](std::size_t index, Seq wanted) { return candidates_[index].seq < wanted; });
        if (found != accepted_.end() && candidates_[*found].seq == seq) exported_up_to_ = std::max(exported_up_to_, up_to);
    }
}

bool Salvage::each_line(const std::function<void(Seq, std::string_view, const Hash&)>& each) {
    for (const std::size_t index : accepted_) {
        const Candidate& one = candidates_[index];
        const auto text = text_of(one);
        // Read a second time: a drive that dies may give other bytes now.
        if (!text || eventlog::next_hash(one.previous, *text) != one.hash) return false;
        each(one.seq, *text, one.hash);
    }
    return true;
}

}  // namespace storage
