#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <filesystem>
#include <string_view>
#include <type_traits>
#include <utility>

#include "app/storage/store.h"

// SQLite as the store uses it. Inside app/storage only. SQLiteCpp throws; guarded() is where that ends.
namespace storage {

[[nodiscard]] StorageError error_of(const SQLite::Exception& exception);

// Calls `work`, which returns a StorageResult, and gives back what it returned or the error it threw.
template <class Work>
auto guarded(Work&& work) -> std::invoke_result_t<Work> {
    try {
        return std::forward<Work>(work)();
    } catch (const SQLite::Exception& exception) {
        return base::failure(error_of(exception));
    }
}

[[nodiscard]] inline auto failed(StorageErrorKind kind, std::string detail) {
    return base::failure(StorageError{kind, std::move(detail)});
}

// The text or bytes of a column of the present row, without a copy; until the next step.
[[nodiscard]] std::string_view text_of(SQLite::Statement& statement, int column);
[[nodiscard]] std::string_view bytes_of(SQLite::Statement& statement, int column);
[[nodiscard]] inline std::int64_t integer_of(SQLite::Statement& statement, int column) {
    return statement.getColumn(column).getInt64();
}
void set_parameter(SQLite::Statement& statement, int index, std::string_view text);
inline void set_parameter(SQLite::Statement& statement, int index, std::int64_t number) {
    statement.bind(index, number);
}

// Binds the values in order, runs the statement to its end, and leaves it ready for the next row.
template <class... Values>
void run(SQLite::Statement& statement, const Values&... values) {
    statement.reset();
    int index = 0;
    (set_parameter(statement, ++index, values), ...);
    statement.exec();
    statement.reset();
}

// Opens with the settings that every connection has. Creates the file where `create` is set.
enum class Access { read_write, create, read_only };
[[nodiscard]] SQLite::Database open_database(const std::filesystem::path& file, Access access);

// The last one to close moves the write-ahead log into the database, as it is by default; not after open_database() of a
// file that is there, which may turn out not to be for us to write.
void checkpoint_on_close(SQLite::Database& database);

}  // namespace storage
