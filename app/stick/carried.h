#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platform/api/enclosed_folder.h"
#include "platform/base/bytes.h"

namespace stick {

// What a kiosk gives over the network: one file that holds what would lie on a stick, a ZIP archive of which nothing is
// compressed. Unpacked by hand it is a stick's content.

inline constexpr std::string_view kCarriedType = "application/zip";
inline constexpr std::size_t kLargestCarried = std::size_t{64} << 20;
inline constexpr std::size_t kMostCarried = 128;  // files in one

class CarriedFile {
  public:
    // `path` as on a drive: "Vstrecha/kiosk-ID/kiosk.txt". Its content follows; then end().
    void begin(const std::filesystem::path& path);
    void append(base::ByteView more);
    void end();
    // So far; the archive is a little larger.
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    // kMostCarried files at most, and each was ended.
    [[nodiscard]] base::Bytes finish() &&;

  private:
    struct Entry {
        std::string path;
        std::size_t at = 0;       // of its header
        std::size_t content = 0;  // of its first byte
        std::uint32_t crc = 0, size = 0;
    };
    void put_head(const Entry& entry);

    base::Bytes bytes_;
    std::vector<Entry> entries_;
};

struct Carried {
    std::string path;
    base::ByteView content;  // within the archive
};
// Nothing where it is no such file, was cut or changed. Only paths that a stick's layout has are given: the notes and
// the bundles of kiosks; others are passed over. Whatever it holds, nothing is believed of it that would not be of a
// stick.
[[nodiscard]] std::optional<std::vector<Carried>> unpack(base::ByteView archive);

// What was named as a stick: a folder as it is; of such a file its content, laid out in a folder of its own beside it
// ("records.zip": "records"), where the receipts are put too. input_output where it is no such file.
[[nodiscard]] api::FileResult<std::filesystem::path> laid_out(api::FileSystem& files, api::EnclosedFolders& folders,
                                                              const std::filesystem::path& named);

}  // namespace stick
