#pragma once

#include <filesystem>
#include <memory>

#include "platform/api/file_system.h"

namespace api {

// Held until destroyed, and by the kernel released when the process dies.
class ProcessLock {
  public:
    virtual ~ProcessLock() = default;
};

class ProcessLocks {
  public:
    virtual ~ProcessLocks() = default;
    // FileErrorKind::exists where another process holds it. Never waits.
    [[nodiscard]] virtual FileResult<std::unique_ptr<ProcessLock>> take(const std::filesystem::path& file) = 0;
};

}  // namespace api
