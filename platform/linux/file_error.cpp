#include "platform/linux/file_error.h"

#include <cerrno>
#include <system_error>

namespace platform_linux {

namespace {

api::FileErrorKind kind_of(int error_number) {
    switch (error_number) {
        case ENOENT:
        case ENOTDIR:
            return api::FileErrorKind::not_found;
        case EACCES:
        case EPERM:
            return api::FileErrorKind::no_permission;
        case ENOSPC:
        case EDQUOT:
            return api::FileErrorKind::no_space;
        case EROFS:
            return api::FileErrorKind::read_only;
        case EEXIST:
        case ENOTEMPTY:
            return api::FileErrorKind::exists;
        case EFBIG:
            return api::FileErrorKind::too_large;
        default:
            return api::FileErrorKind::input_output;
    }
}

}  // namespace

api::FileError file_error(int error_number, const std::filesystem::path& path) {
    return {kind_of(error_number), path, std::generic_category().message(error_number)};
}

}  // namespace platform_linux
