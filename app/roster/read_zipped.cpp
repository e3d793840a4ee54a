#include "app/roster/read_zipped.h"

namespace roster {

ReadFailure failure_of(Zip::Status status, Format format) {
    switch (status) {
        case Zip::Status::too_large:
            return {ProblemKind::file_too_large, format};
        case Zip::Status::encrypted:
            return {ProblemKind::file_encrypted, format};
        default:
            return {ProblemKind::file_damaged, format};
    }
}

ReadResult<Workbook> read_zipped(base::ByteView bytes, const Limits& limits) {
    auto zip = Zip::open(bytes, limits.unpacked);
    if (!zip) return base::failure(ReadFailure{ProblemKind::file_damaged, Format::unknown});
    if (zip->has("content.xml")) {
        // A document of OpenOffice with a password has its parts encrypted, and says so in the manifest.
        const auto manifest = zip->read("META-INF/manifest.xml");
        if (manifest.content.find("encryption-data") != std::string::npos) {
            return base::failure(ReadFailure{ProblemKind::file_encrypted, Format::ods});
        }
        return read_ods(*zip, limits);
    }
    if (zip->has("xl/workbook.bin")) return base::failure(ReadFailure{ProblemKind::file_old_excel, Format::xlsx});
    if (zip->has("_rels/.rels") && zip->has_folder("xl/")) return read_xlsx(*zip, limits);
    return base::failure(ReadFailure{ProblemKind::file_unsupported, Format::unknown});
}

}  // namespace roster
