#pragma once

#include <memory>

#include "tests/support/model_disk/model_disk.h"

namespace support {

// SQLite's files are on a ModelDisk. While one of these lives, SQLite's default VFS is the model; which disk it is, each
// thread says for itself with a DiskInUse.
class ModelVfs {
  public:
    ModelVfs();
    ~ModelVfs();
    ModelVfs(const ModelVfs&) = delete;
    ModelVfs& operator=(const ModelVfs&) = delete;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// The disk of this thread. What was opened on it stays on it.
class DiskInUse {
  public:
    explicit DiskInUse(ModelDisk& disk);
    ~DiskInUse();
    DiskInUse(const DiskInUse&) = delete;
    DiskInUse& operator=(const DiskInUse&) = delete;

  private:
    ModelDisk* before_;
};

}  // namespace support
