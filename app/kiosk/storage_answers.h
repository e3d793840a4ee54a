#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/storage/storage_thread.h"
#include "app/takeaway/records.h"

namespace kiosk {

// Asks the storage thread and waits for its answer, for a thread that may wait: never the UI thread, never the storage
// thread itself. Between two questions the store is free for whoever checks in.
class StorageAnswers {
  public:
    // Gives false where nobody may ask any more: the program ends.
    using Post = std::function<bool(std::function<void(storage::Store&)>)>;
    explicit StorageAnswers(Post post) : post_(std::move(post)) {}

    // `question` gives a StorageResult.
    template <class Question>
    [[nodiscard]] std::invoke_result_t<Question&, storage::Store&> ask(Question question) const {
        using Answer = std::invoke_result_t<Question&, storage::Store&>;
        const auto answered = std::make_shared<std::promise<Answer>>();
        auto answer = answered->get_future();
        const bool asked = post_([answered, question = std::move(question)](storage::Store& store) mutable {
            answered->set_value(question(store));
        });
        if (!asked)
            return base::failure(storage::StorageError{storage::StorageErrorKind::input_output, "the kiosk ends"});
        return answer.get();
    }

  private:
    Post post_;
};

// The records of the store on the storage thread.
class StorageThreadRecords final : public takeaway::Records {
  public:
    explicit StorageThreadRecords(StorageAnswers answers) : answers_(std::move(answers)) {}
    [[nodiscard]] storage::StorageResult<storage::LogStatus> status() override {
        return answers_.ask([](storage::Store& store) { return store.status(); });
    }
    [[nodiscard]] storage::StorageResult<std::vector<storage::LogLine>> lines(domain::Seq first, domain::Seq last,
                                                                              std::size_t most) override {
        return answers_.ask(
            [=](storage::Store& store) { return takeaway::StoreRecords{store}.lines(first, last, most); });
    }
    [[nodiscard]] storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override {
        return answers_.ask([seq](storage::Store& store) { return store.chain_hash(seq); });
    }
    [[nodiscard]] storage::StorageResult<domain::Roster> roster() override {
        return answers_.ask([](storage::Store& store) { return store.roster(); });
    }
    [[nodiscard]] storage::StorageResult<storage::Acceptance> accept(const std::string& checkpoint) override {
        return answers_.ask([checkpoint](storage::Store& store) { return store.accept(checkpoint); });
    }
    [[nodiscard]] storage::StorageResult<void> mark_taken_away(domain::Seq up_to, const std::string& where) override {
        return answers_.ask(
            [=](storage::Store& store) { return takeaway::StoreRecords{store}.mark_taken_away(up_to, where); });
    }

  private:
    StorageAnswers answers_;
};

}  // namespace kiosk
