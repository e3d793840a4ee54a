#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "app/joining/messages.h"
#include "app/server/store/store.h"
#include "platform/http/metrics.h"

namespace server {

enum class Route { bundles, held, roster, settings, news, join, health, metrics, pages, other };
[[nodiscard]] std::string_view name_of(Route route);

// What was answered since the start, for all schools together: how many of what is of one school is nobody's business.
// Any thread.
class Counters {
  public:
    void answered(Route route, int status);
    void taken(std::uint64_t events);
    void refused(Refusal why);
    void joined();
    void refused(joining::Refusal why);

    // Prometheus' text format, version 0.0.4.
    // `kiosks`: nothing where the database does not tell.
    [[nodiscard]] std::string text(const platform_http::ServerMetrics& http,
                                   const std::optional<HealthCounts>& kiosks) const;

  private:
    mutable std::mutex mutex_;
    std::map<std::pair<Route, int>, std::uint64_t> answers_;
    std::map<Refusal, std::uint64_t> refused_bundles_;
    std::map<joining::Refusal, std::uint64_t> refused_joins_;
    std::uint64_t bundles_ = 0, events_ = 0, joins_ = 0;
};

}  // namespace server
