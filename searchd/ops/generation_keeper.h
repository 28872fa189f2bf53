#pragma once

// Keeps the newest good generation of an index folder in service, while requests go on.
//
// One thread looks at CURRENT. A generation that it names newly is opened and put in service; the one before it stays open
// until every file of the new one has been compared with its SHA-256, so that there is something to go back to. A small
// generation is compared before it serves. Later the one in service is compared again and again, slowly (the scrub). A
// generation that cannot be opened, is of other versions or is damaged is rejected: the one before it, or else the latest
// other one of the folder that proves good, goes on.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "schema/base/log.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/service.h"

namespace doorstep::ops {

struct KeeperOptions {
  std::chrono::milliseconds poll_interval{250};
  // Of one core, for the scrub; 0: nothing is ever compared, and the generation before is let go at once.
  double scrub_share = 0.02;
  std::chrono::milliseconds scrub_pause{10'000};   // between two passes
  std::uint64_t prove_first_bytes = 64ULL << 20U;  // up to this size a generation is compared before it serves
};

// Thread-safe. What it is constructed with must outlive it.
class GenerationKeeper final : public search::ServiceSource {
 public:
  // Makes the engine for a snapshot, which it keeps.
  using Snapshot = std::shared_ptr<const serving::Snapshot>;
  using MakeService = std::function<std::shared_ptr<const search::SearchService>(Snapshot)>;

  // Puts a generation in service before it returns. Throws std::runtime_error saying what is wrong when there is none.
  GenerationKeeper(std::filesystem::path index_dir, serving::ReaderVersions versions, MakeService make_service,
                   const KeeperOptions& options, base::LineLog& log);
  ~GenerationKeeper() override;
  GenerationKeeper(const GenerationKeeper&) = delete;
  GenerationKeeper& operator=(const GenerationKeeper&) = delete;

  std::shared_ptr<const search::SearchService> current() const override;
  search::IndexHealth health() const override;

  // Looks at CURRENT at once, gives what was rejected another chance, and begins a pass of the scrub.
  void look_now();

 private:
  struct Serving {
    Snapshot snapshot;
    std::shared_ptr<const search::SearchService> service;
    bool proven = false;
  };
  struct Refusal {
    std::string reason;
    std::chrono::steady_clock::time_point retry_at;
  };
  enum class Pace { kFull, kProof, kScrub };
  enum class Retry { kNever, kLater };

  void start();
  void run();
  bool take_orders();
  void follow_current();
  void hear_current(bool names_one);
  bool is_refused(const std::string& generation) const;
  void adopt(const std::string& generation);
  bool go_back(const std::string& from);
  bool check_in_service();
  void settle(const Serving& checked, const index::Proof& proof);

  Serving open(const std::string& generation) const;
  bool is_proven_first(const Serving& serving) const;
  void put_in_service(Serving serving, std::optional<search::RejectedGeneration> instead_of = std::nullopt);
  void reject(const std::string& generation, std::string reason, Retry retry);
  std::string why_unusable(const std::string& generation, std::string error);
  index::Proof compare(const Serving& serving, Pace pace);
  index::Proof compare(const std::filesystem::path& folder, const index::Manifest& manifest, Pace pace);
  bool pause(std::chrono::nanoseconds time);
  bool current_moved() const;
  void drop_unused();
  Serving serving() const;
  std::string without_folder(std::string reason) const;
  void tell(std::string_view action, const std::string& generation, std::string_view reason = {}) const;

  const std::filesystem::path index_dir_;
  const serving::ReaderVersions versions_;
  const MakeService make_service_;
  const KeeperOptions options_;
  base::LineLog& log_;

  // Of the constructor, then of the keeper's own thread alone.
  std::optional<Serving> before_;           // until the one in service is proven
  std::vector<Serving> retired_;            // until no request uses them: a request has no time to unmap files
  std::map<std::string, Refusal> refused_;  // by generation, until it proves good
  bool current_is_silent_ = false;          // CURRENT names no generation
  std::chrono::steady_clock::time_point scrub_at_;
  std::chrono::steady_clock::time_point look_at_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Serving serving_;             // under mutex_
  search::IndexHealth health_;  // under mutex_
  bool stopping_ = false;       // under mutex_
  bool asked_ = false;          // under mutex_: look_now() was called
  std::thread thread_;
};

}  // namespace doorstep::ops
