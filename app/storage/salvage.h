#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"
#include "app/storage/page_reader.h"
#include "app/storage/second_copy.h"

namespace storage {

// A number of the log and the chain's hash there, as a checkpoint says.
struct KnownHash {
    domain::Seq seq = 0;
    eventlog::Hash hash{};
    bool is_certain = false;  // signed, or under a checksum: the number was given
    bool is_pruned = false;   // everything up to it was pruned
};

// What of a damaged log can be proven. A line counts where it is an event of this kiosk and the hash beside it is the
// SHA-256 over it and a hash that stands at the number before it: in the row before, in the second copy or in a
// checkpoint. So a line whose row before is lost altogether is lost too, but the next one is not.
// About 100 bytes of memory a line.
class Salvage {
  public:
    // `kiosk`: empty where nothing but the lines can say.
    Salvage(PageReader& pages, SecondCopy* copy, domain::KioskId kiosk, std::vector<KnownHash> known);
    void run();

    [[nodiscard]] const domain::KioskId& kiosk() const { return kiosk_; }
    [[nodiscard]] std::uint64_t count() const { return accepted_.size(); }
    // The proven lines in their order. A line that cannot be read again ends it: false.
    [[nodiscard]] bool each_line(
        const std::function<void(domain::Seq, std::string_view line, const eventlog::Hash&)>& each);
    // Hashes that bridge holes: needed to prove the line behind.
    [[nodiscard]] const std::vector<KnownHash>& gaps() const { return gaps_; }
    // Numbers that are known to have been given and are not proven, but for those that the log itself names as lost
    // from an earlier damage. Ascending.
    [[nodiscard]] const std::vector<domain::LostRange>& missing() const { return missing_; }
    [[nodiscard]] domain::Seq last_known() const { return last_known_; }
    [[nodiscard]] const std::optional<eventlog::Hash>& last_hash() const { return last_hash_; }  // at last_known
    // Everything up to it was pruned and is not looked for: by a checkpoint that is certain, or that the next line follows.
    [[nodiscard]] const std::optional<KnownHash>& pruned() const { return pruned_; }
    [[nodiscard]] domain::Seq exported_up_to() const { return exported_up_to_; }
    // The second copy speaks of another history and was left out.
    [[nodiscard]] bool copy_contradicts() const { return copy_contradicts_; }

  private:
    struct Candidate {
        domain::Seq seq = 0;
        eventlog::Hash hash{};
        eventlog::Hash previous{};
        FoundRow row;                    // in a page
        std::uint32_t copy_file = 0;     // or, where not 0, in the second copy
        std::uint32_t copy_offset = 0;
        Standing standing = Standing::current;
        bool is_event = false;           // the text reads as an event of this kiosk with this number
        bool continues = false;          // a LogContinued: `previous` is the hash that it names
        bool chained = false;            // `previous` was tried and holds
    };
    using Group = std::pair<std::size_t, std::size_t>;  // of one number

    void scan_pages();
    void scan_copy();
    void take(Candidate candidate, std::string_view text);
    void find_kiosk();
    void settle_pruned();
    void prove();
    [[nodiscard]] std::vector<eventlog::Hash> hashes_at(domain::Seq seq) const;
    void choose(domain::Seq seq, Group group);
    [[nodiscard]] std::optional<std::string> text_of(const Candidate& candidate);
    void find_missing();

    PageReader& pages_;
    SecondCopy* copy_;
    domain::KioskId kiosk_;
    std::vector<KnownHash> known_;   // ascending
    std::optional<KnownHash> pruned_;
    std::vector<Candidate> candidates_;
    std::vector<std::size_t> accepted_;  // into candidates_, ascending by number
    std::vector<KnownHash> gaps_;
    std::vector<domain::LostRange> missing_;
    domain::Seq last_known_ = 0;
    std::optional<eventlog::Hash> last_hash_;
    std::vector<std::pair<domain::Seq, domain::Seq>> exports_;  // number of a LogExported, and up to where
    domain::Seq exported_up_to_ = 0;
    bool copy_contradicts_ = false;
    std::uint32_t text_file_ = 0;    // of the second copy, whose text is at hand
    std::string text_;
};

}  // namespace storage
