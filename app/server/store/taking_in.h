#pragma once

#include <exception>

#include "app/server/store/held_hashes.h"
#include "app/server/store/spans.h"

// Inside app/server/store only.
namespace server {

// One bundle on its way into the store, within one transaction of its caller. The rules are in ingest.h.
class TakingIn {
  public:
    TakingIn(Connection& connection, const Delivery& delivery, domain::Instant now);

    // Reads the bundle to its end. The caller commits where it was not refused. Throws what SOCI throws.
    struct Outcome {
        std::optional<Refusal> refused{};
        bool is_signed = false;  // by the kiosk that it names
        SchoolId school{};       // of a kiosk that is known
        domain::KioskId kiosk{};
        Accepted accepted{};
        Held held{};                             // as it was before
        std::vector<domain::LostRange> named{};  // of a gap: to be remembered, though nothing of it is stored
    };
    [[nodiscard]] Outcome run(const eventlog::Source& from);

  private:
    [[nodiscard]] std::optional<std::string> key_of(const domain::KioskId& kiosk);
    bool take(const domain::Event& event, std::string_view line, const eventlog::Hash& hash);
    [[nodiscard]] std::optional<Refusal> place(const domain::Event& event, std::string_view line,
                                               const eventlog::Hash& hash);
    [[nodiscard]] std::optional<Refusal> compare(domain::Seq seq, std::string_view line, const eventlog::Hash& hash);
    [[nodiscard]] std::optional<Refusal> jump(domain::Seq seq, const domain::LogContinued& continued);
    [[nodiscard]] std::optional<Refusal> check_end_of_found();
    void append(domain::Seq seq, std::string_view line, const eventlog::Hash& hash);
    void finish(const eventlog::BundleHeader& header);
    [[nodiscard]] std::string checkpoint();
    [[nodiscard]] bool is_too_long() const {
        return delivery_.content_bytes > 0 && content_ > delivery_.content_bytes;
    }
    [[nodiscard]] bool is_new() const { return newest_.seq > outcome_.held.seq; }

    Connection& connection_;
    const Delivery& delivery_;
    const domain::Instant now_;
    Outcome outcome_;
    std::string acceptor_private_;
    domain::Instant last_heard_;
    bool is_active_ = true;
    std::optional<HeldHashes> hashes_;
    std::optional<Spans> spans_;
    std::exception_ptr thrown_;       // by the database, while the bundle was read
    std::optional<Refusal> verdict_;  // from the first line that cannot be taken
    domain::Seq previous_ = 0;        // the line before, in this bundle
    std::uint64_t content_ = 0;       // bytes of the lines so far
    Held found_;                      // the last line that was stored below what is held; seq 0: none
    Held newest_;                     // with the lines of this bundle
    domain::Seq late_from_ = 0;       // the first line that was stored below what is held; 0: none
    bool behind_hole_ = false;        // its first line stands behind numbers that are not held
    std::vector<Span> overhangs_, open_;
    std::vector<domain::LostRange> named_;  // as lost, by any of its lines
};

}  // namespace server
