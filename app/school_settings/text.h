#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/catalogue/catalogue.h"
#include "app/domain/ids.h"
#include "app/domain/setting.h"
#include "app/eventlog/chain.h"
#include "platform/base/result.h"

namespace school_settings {

// The text: lines of JSON, each ended by a line feed.
//
//   {"school_settings":1,"school":...,"kiosk":...,"number":...,"settings":...,"pins":...,"files":...}   how many lines
//   of
//                                                        each follow; of a PIN 0 or 1
//   {"setting":"find-by","value":"code"}                 names ascending, each once; values as domain::take_setting()
//   reads
//   {"pin":"$argon2id$...","pin_number":...}
//   {"file":"70-meeting-kinds.toml","content":...}       names ascending, each once; none: the program's own catalogue
//   {"signed_by":...,"signature":...}   Ed25519 over "vstrecha settings " and the hash of all that stands before, in
//   hexadecimal
inline constexpr std::size_t kTextBytes = std::size_t{512} << 10;
inline constexpr std::size_t kLineBytes = std::size_t{256} << 10;
inline constexpr std::size_t kMostFiles = 64;
inline constexpr std::size_t kFileNameBytes = 100;
inline constexpr std::size_t kCatalogueBytes = std::size_t{128} << 10;  // of all files together
// What a kiosk may be asked to spend on one PIN.
inline constexpr std::uint64_t kMostPinKibibytes = 256 * 1024, kMostPinPasses = 10;
inline constexpr std::size_t kPinBytes = 128;

struct Content {
    std::string school;  // the server's id of it
    domain::KioskId kiosk;
    std::uint64_t number = 0;  // higher with each change of the school's
    std::map<domain::SettingKey, std::string> values;
    std::string pin_hash;          // empty: none was set
    std::uint64_t pin_number = 0;  // how often one was set; 0: none
    std::vector<catalogue::CatalogueFile> files;
    friend bool operator==(const Content& one, const Content& other);
};

enum class TextError {
    not_settings,     // something else
    newer_version,    // of software that is newer than this
    too_large,        // beyond the limits above
    damaged,          // a line that is none of the forms above, or too few, or too many of them
    not_possible,     // a setting that there is not, that is no school's to set, or that does not take its value; a PIN
                      // that is no Argon2id string, or of too much work
    bad_catalogue,    // files that app/catalogue does not read
    wrong_signature,  // changed, or signed by somebody else
    cannot_sign       // the key is none
};
struct TextFailure {
    TextError error;
    std::uint64_t line = 0;  // counted from 1; 0: of the whole
    std::string what{};      // the member, the setting, or the catalogue's file, line and fault; never a value
};
template <class T>
using TextResult = base::Result<T, TextFailure>;

// A setting of a content that no kiosk would take; nothing: all is well. What write() and read() hold it against.
[[nodiscard]] std::optional<TextFailure> find_fault(const Content& content);

// `private_hex`: Ed25519, of whom the kiosk trusts (joining::Answer::acceptor_public). What read() would refuse is not
// written. The same content and key give the same text.
[[nodiscard]] TextResult<std::string> write(const Content& content, std::string_view private_hex);
[[nodiscard]] TextResult<Content> read(std::string_view text, std::string_view public_hex);
// Of a text that was verified when it was kept: whether it is still whole is all that is looked at, by the key that it
// names itself.
[[nodiscard]] TextResult<Content> read_kept(std::string_view text);

// The catalogue of a content that has one. It was read before: what fails is memory.
[[nodiscard]] std::optional<domain::Catalogue> catalogue_of(const Content& content);

// An Argon2id string as libsodium writes it, within the limits above.
[[nodiscard]] bool is_pin_hash(std::string_view text);

// Names a text. As an ETag it stands in hexadecimal.
[[nodiscard]] std::string hash_of(std::string_view text);

}  // namespace school_settings
