#include "app/eventlog/bundle.h"

#include <algorithm>
#include <array>

#include "app/eventlog/bundle_stream.h"
#include "app/eventlog/fields.h"
#include "app/eventlog/line.h"
#include "app/eventlog/signing.h"

namespace eventlog {

namespace {

using base::failure;
template <class T>
using Result = base::Result<T, BundleError>;

using Members = std::tuple<Field<"kiosk", &BundleHeader::kiosk>, Field<"first", &BundleHeader::first>,
                           Field<"last", &BundleHeader::last>, Field<"before", &BundleHeader::before>,
                           Field<"events", &BundleHeader::events>>;
constexpr std::string_view kBegin = "{\"bundle\":1,";
constexpr std::string_view kSignature = "{\"signature\":\"";

bool is_possible(const BundleHeader& header) {
    return header.first > 0 && header.first <= header.last && header.events > 0 &&
           header.events <= header.last - header.first + 1;
}

std::optional<std::string> to_header_line(const BundleHeader& header) {
    std::string line{kBegin};
    Writer writer{line};
    writer.all(Members{}, header);
    line += '}';
    if (!writer.wrong().empty() || !is_possible(header)) return std::nullopt;
    return line;
}

std::optional<BundleHeader> from_header_line(std::string_view line) {
    BundleHeader header;
    Scan scan{line};
    scan.literal(kBegin);
    Reader reader{scan};
    reader.all(Members{}, header);
    scan.literal("}");
    if (!scan.ok() || !scan.rest().empty() || !is_possible(header)) return std::nullopt;
    return header;
}

// What the kiosk signs.
std::string signed_bytes(std::string_view header_line, const Hash& head) {
    return std::string{header_line} + std::string{base::as_text(head)};
}

// The rules of the lines between header and signature, for who writes and who reads.
class Lines {
  public:
    explicit Lines(const BundleHeader& header) : header_(header), head_(header.before) {}

    Result<domain::Event> take(std::string_view line) {
        auto event = from_line(line);
        if (!event || !(event->kiosk == header_.kiosk)) return failure(BundleError::not_an_event);
        const auto* continued = std::get_if<domain::LogContinued>(&event->body);
        if (!follows(event->seq, continued)) return failure(BundleError::not_in_order);
        head_ = next_hash(head_, line);
        last_ = event->seq;
        ++events_;
        return *event;
    }
    [[nodiscard]] bool complete() const { return last_ == header_.last && events_ == header_.events; }
    [[nodiscard]] const Hash& head() const { return head_; }

  private:
    bool follows(domain::Seq seq, const domain::LogContinued* continued) {
        if (seq > header_.last || events_ == header_.events) return false;
        if (last_ == 0 && seq != header_.first) return false;
        if (continued == nullptr) return last_ == 0 || seq == last_ + 1;
        if (seq <= last_ || continued->after < last_) return false;
        Hash named{};
        const auto bytes = base::from_hex(continued->head);
        if (!bytes || bytes->size() != named.size()) return false;
        std::copy(bytes->begin(), bytes->end(), named.begin());
        const bool named_is_here = last_ == 0 || continued->after == last_;
        if (named_is_here && named != kGenesis && named != head_) return false;
        head_ = named;
        return true;
    }

    const BundleHeader& header_;
    Hash head_;
    domain::Seq last_ = 0;
    std::uint64_t events_ = 0;
};

}  // namespace

Result<void> make_bundle(const BundleHeader& header, const LineSource& lines, const BundleKeys& keys, const Sink& to) {
    const auto header_line = to_header_line(header);
    if (!header_line) return failure(BundleError::damaged);
    if (header.events > kMaxBundleEvents) return failure(BundleError::too_large);
    BundleWriter writer{to};
    std::vector<std::string> sealed_to;
    if (!keys.school_public.empty()) sealed_to.push_back(keys.school_public);
    sealed_to.insert(sealed_to.end(), keys.also_public.begin(), keys.also_public.end());
    if (auto begun = writer.begin(sealed_to); !begun) return begun;
    if (auto put = writer.line(*header_line); !put) return put;
    Lines rules{header};
    while (const auto line = lines()) {
        if (const auto event = rules.take(*line); !event) return failure(event.error());
        if (auto put = writer.line(*line); !put) return put;
    }
    if (!rules.complete()) return failure(BundleError::not_in_order);
    const auto signature = signature_of(signed_bytes(*header_line, rules.head()), keys.kiosk_private);
    if (!signature) return failure(BundleError::wrong_key);
    if (auto put = writer.line(std::string{kSignature} + *signature + "\"}"); !put) return put;
    return writer.end();
}

Result<OpenedBundle> open_bundle(const Source& from, const KioskKeys& kiosk_public, std::string_view school_private,
                                 const EachEvent& each) {
    BundleReader reader{from};
    if (auto begun = reader.begin(school_private); !begun) return failure(begun.error());
    const auto first_line = reader.line(kMaxHeaderBytes);
    if (!first_line) return failure(first_line.error());
    const std::string header_line{*first_line};
    const auto header = from_header_line(header_line);
    if (!header) return failure(BundleError::not_a_bundle);
    if (header->events > kMaxBundleEvents) return failure(BundleError::too_large);
    const auto key = kiosk_public(header->kiosk);
    if (!key) return failure(BundleError::wrong_signature);

    Lines rules{*header};
    for (std::uint64_t i = 0; i < header->events; ++i) {
        const auto line = reader.line(kMaxLineBytes);
        if (!line) return failure(line.error());
        const auto event = rules.take(*line);
        if (!event) return failure(event.error());
        if (!each(*event, *line, rules.head())) return failure(BundleError::refused);
    }
    if (!rules.complete()) return failure(BundleError::not_in_order);
    const auto last_line = reader.line(kMaxHeaderBytes);
    if (!last_line) return failure(last_line.error());
    Scan scan{*last_line};
    scan.literal(kSignature);
    const std::string signature{scan.until_quote(kSignatureDigits)};
    scan.literal("}");
    if (!scan.ok() || !scan.rest().empty()) return failure(BundleError::damaged);
    if (auto ended = reader.end(); !ended) return failure(ended.error());
    if (!signature_holds(signed_bytes(header_line, rules.head()), signature, *key)) {
        return failure(BundleError::wrong_signature);
    }
    return OpenedBundle{*header, rules.head(), signature};
}

}  // namespace eventlog
