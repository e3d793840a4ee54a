#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "app/eventlog/bundle.h"

// The wrapping of a bundle, without what it means: compression, and sealing to the school's key. Inside app/eventlog
// only.
namespace eventlog {

class BundleWriter {
  public:
    explicit BundleWriter(const Sink& to);
    ~BundleWriter();
    BundleWriter(const BundleWriter&) = delete;
    BundleWriter& operator=(const BundleWriter&) = delete;

    // Sealed to each of these (hex), where there are any.
    [[nodiscard]] base::Result<void, BundleError> begin(std::span<const std::string> public_keys);
    [[nodiscard]] base::Result<void, BundleError> line(std::string_view line);  // and its line feed
    [[nodiscard]] base::Result<void, BundleError> end();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class BundleReader {
  public:
    explicit BundleReader(const Source& from);
    ~BundleReader();
    BundleReader(const BundleReader&) = delete;
    BundleReader& operator=(const BundleReader&) = delete;

    [[nodiscard]] base::Result<void, BundleError> begin(std::string_view school_private);
    // The next line without its line feed; valid until the next call. too_large above `longest` bytes.
    [[nodiscard]] base::Result<std::string_view, BundleError> line(std::size_t longest);
    // Nothing may follow.
    [[nodiscard]] base::Result<void, BundleError> end();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace eventlog
