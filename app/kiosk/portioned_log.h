#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>

#include "app/storage/storage_thread.h"
#include "app/takeaway/log_reader.h"

namespace kiosk {

// The log as another thread than the store's reads it: a few hundred lines at a time, each portion a job of its own, so
// that what a child does meanwhile is recorded between two of them. One thread; never the storage thread, for which it
// waits.
class PortionedLog final : public takeaway::LogReader {
  public:
    // `goes_on` is asked before each portion; false: it ends as if the log could not be read.
    PortionedLog(storage::StorageThread& storage, std::function<bool()> goes_on)
        : storage_(storage), goes_on_(std::move(goes_on)) {}

    [[nodiscard]] storage::StorageResult<void> read(domain::Seq first,
                                                    const std::function<bool(const storage::LogLine&)>& each) override;
    [[nodiscard]] storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override;

    // Something else that the store is asked for; short.
    template <class T>
    [[nodiscard]] T ask(std::function<T(storage::Store&)> question) {
        auto promise = std::make_shared<std::promise<T>>();
        auto answer = promise->get_future();
        storage_.post(
            [promise, question = std::move(question)](storage::Store& store) { promise->set_value(question(store)); });
        return answer.get();
    }

  private:
    storage::StorageThread& storage_;
    std::function<bool()> goes_on_;
};

}  // namespace kiosk
