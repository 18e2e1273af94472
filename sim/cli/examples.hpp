// Examples that the help of each subcommand ends with.
#pragma once

namespace bicoastal {

// clang-format off
inline constexpr const char* kRunExamples =
    "  bicoastal run scenarios/quickstart.json\n"
    "  bicoastal run s.json --seed 7 --set /data/writes=global --set '/faults=[]'\n"
    "  bicoastal run a.json b.json --out results/today      keep the histories\n"
    "  bicoastal run s.json --json | jq .availability.overall\n"
    "  bicoastal run --json-help                            what the names in --json mean";

inline constexpr const char* kCheckExamples =
    "  bicoastal check scenarios/*.json\n"
    "  bicoastal check s.json --set '/regions/0/zones=2'";

inline constexpr const char* kExplainExamples =
    "  bicoastal explain scenarios/quickstart.json      regions, routes, single points of failure\n"
    "  bicoastal explain results/quickstart-42.db       origin, state and summary of a run\n"
    "  bicoastal explain results/quickstart-42.db --scenario\n"
    "  bicoastal explain results/quickstart-42.db --anomaly 57               the story of anomaly 57\n"
    "  bicoastal explain results/quickstart-42.db --anomaly stale_read       of the first stale read\n"
    "  bicoastal explain results/quickstart-42.db --anomaly lost_write:3     of the third lost write\n"
    "  bicoastal explain results/quickstart-42.db --anomaly linearizability  of the first key without one copy";

inline constexpr const char* kAnalyseExamples =
    "  bicoastal analyse results/quickstart-42.db\n"
    "  bicoastal analyse results/quickstart-42.db --json | jq .digest\n"
    "  bicoastal analyse results/quickstart-42.db --stored    what was stored with the run";

inline constexpr const char* kCompareExamples =
    "  bicoastal compare scenarios/patterns/global.json scenarios/patterns/local.json\n"
    "  bicoastal compare s.json s.json --set-b /data/writes=local --seeds 20\n"
    "  bicoastal compare s.json --policy lww/wall --policy lww/hybrid --policy crdt\n"
    "  bicoastal compare results/a-42.db results/b-42.db --json";

inline constexpr const char* kExportExamples =
    "  bicoastal export results/quickstart-42.db --to csv -o tables/\n"
    "  bicoastal export scenarios/quickstart.json --to dot | dot -Tsvg > quickstart.svg\n"
    "  bicoastal export results/quickstart-42.db --to jepsen --key 3 -o key3.edn\n"
    "  bicoastal export results/quickstart-42.db --to shiviz -o log.txt\n"
    "  bicoastal export results/quickstart-42.db --to perfetto --between '2 min' '3 min' -o t.json\n"
    "How to open each in the other tool: sim/report/export/README.md";

inline constexpr const char* kLessonExamples =
    "  bicoastal lesson                     the course, and how far you have come\n"
    "  bicoastal lesson 1                   walk the first lesson\n"
    "  bicoastal lesson 4 --demo            see it all at once, with its answers\n"
    "  bicoastal lesson --check mine.json   is all so that my lesson says?\n"
    "  bicoastal lesson --handouts pages    pages to print";

inline constexpr const char* kListExamples =
    "  bicoastal list metrics     what \"expect\" in a scenario can name\n"
    "  bicoastal list faults\n"
    "  bicoastal list errors      what codes in complaints mean";

inline constexpr const char* kValidateExamples =
    "  bicoastal validate claims                        those that this version comes with\n"
    "  bicoastal validate claims --only P1 P3 --seeds 5\n"
    "  bicoastal validate mine.json                     yours: scenarios/claims/schema.json says how\n"
    "  bicoastal validate claims --to markdown > results/claims.md\n"
    "  bicoastal validate claims --to html -o claims.html      with charts, for a browser\n"
    "Ends with 1 if a claim differs and its author gives no reason, 2 if one could not be measured.";

inline constexpr const char* kReportExamples =
    "  bicoastal report scenarios/quickstart.json              simulates, and writes a page beside you\n"
    "  bicoastal report s.json --set /data/writes=global -o review.html\n"
    "  bicoastal report results/quickstart-42.db               of a run that is over: results/quickstart-42.html\n"
    "  bicoastal report sweep.db                               of a sweep: what is best, and what matters\n"
    "  bicoastal report sweep.db -o s.html -o s.md -o s.csv     the page, the same to paste, and its table\n"
    "  bicoastal report sweep.db --where 'outage == Virginia'   what is best where this happens\n"
    "The page is one file that makes no request: open it in a browser, print it, send it on.\n";

inline constexpr const char* kSweepExamples =
    "  bicoastal sweep plan scenarios/sweeps/small.json       points, runs, time, memory\n"
    "  bicoastal sweep run scenarios/sweeps/small.json        all runs; again, and it goes on where it was\n"
    "  bicoastal sweep export small.db > small.csv\n"
    "  bicoastal sweep run --help                             options and examples of each\n"
    "How to write a sweep file: scenarios/sweeps/README.md";

inline constexpr const char* kSweepPlanExamples =
    "  bicoastal sweep plan scenarios/sweeps/small.json\n"
    "  bicoastal sweep plan s.json --jobs 64                  estimated for a larger machine\n"
    "  bicoastal sweep plan s.json --json | jq '.points[0]'   ids of runs, what each point sets\n"
    "Some points are run for up to a second each to tell what the whole will take.";

inline constexpr const char* kSweepRunExamples =
    "  bicoastal sweep run scenarios/sweeps/small.json\n"
    "  bicoastal sweep run s.json --jobs 8 --out results/s.db\n"
    "  bicoastal sweep run s.json --shard 3/7                 s.3-of-7.db: a seventh, for one machine of seven\n"
    "Interrupted or killed, it goes on when it is called again. A run that fails is a row with its error.\n"
    "Ends with 0 if every run of the share has a result, 2 if some failed.";

inline constexpr const char* kSweepMergeExamples =
    "  bicoastal sweep merge s.*-of-7.db --out s.db\n"
    "Ends with 65 if runs are missing; with --partial, or if some failed, with 2.";

inline constexpr const char* kSweepExportExamples =
    "  bicoastal sweep export s.db -o s.csv\n"
    "  bicoastal sweep export s.db --to json | jq '.runs[] | select(.status == \"failed\")'\n"
    "Equal results give equal bytes, however many workers and shards made them.";

inline constexpr const char* kSweepSubmitExamples =
    "  bicoastal sweep submit s.json --engine slurm --shards 40\n"
    "  bicoastal sweep submit s.json --engine slurm --shards 40 --throttle 10 --partition long --out s.db\n"
    "  bicoastal sweep submit s.json --engine slurm --shards 4 --option=--time=2:00:00 --dry-run";
// clang-format on

}  // namespace bicoastal
