package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtNetwork;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.device.Accelerator;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.similarity.WeightedVectors;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.WordEmbeddings;
import org.mmt4j.text.WordPieceVocabulary;
import org.mmt4j.text.WordPooling;
import org.mmt4j.text.WordVectors;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.video.VideoTokens;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Kernels for models of the paper's sizes: training, and scoring of videos and captions. They are
 * compiled for all architectures, but not run. Writes {@code target/cuda-kernels.md}: what they
 * need, and what the host computes.
 *
 * <p>The number of rows is no part of a kernel, so 4 videos stand for a batch; nor is the number of
 * layers, so BERT has 2.
 */
@Tag("cuda-standin")
class PaperKernelsTest {

  private static final Path TABLE = Path.of(System.getenv("STANDIN_HOME"), "kernels.csv");
  private static final Path REPORT = Path.of("target", "cuda-kernels.md");
  private static final int BATCH = 4;
  private static final int FEATURES = 30;
  private static final int WORDS = 30;

  private static final ImmutableList<Expert> EXPERTS =
      ImmutableList.of(
          Expert.of("face", 512),
          Expert.of("ocr", 300),
          Expert.of("rgb", 2048),
          Expert.of("s3d", 1024),
          Expert.of("scene", 2208),
          Expert.of("speech", 300),
          Expert.of("vggish", 128));

  /** Operations without a kernel: docs/limits.md. */
  private static final ImmutableSet<String> ON_HOST =
      ImmutableSet.of(
          "add",
          "add_scalar",
          "concat_bp",
          "div_scalar",
          "divide",
          "divide_bp",
          "maximum",
          "maximum_bp",
          "mul_scalar",
          "multiply",
          "pow",
          "reduce_mean",
          "reduce_mean_bp",
          "reduce_sum",
          "reduce_sum_bp",
          "relu",
          "rsqrt",
          "rsub_scalar",
          "sigmoid",
          "sigmoid_bp",
          "softmax",
          "softmax_bp",
          "stack",
          "subtract",
          "tanh",
          "tanh_bp",
          "thresholdedrelu_bp",
          "transpose",
          "unstack");

  @TempDir private Path directory;

  private final Accelerator gpu = Device.cuda().accelerator().orElseThrow();
  private final List<String> report = new ArrayList<>();

  /** What a kernel needs on an architecture. */
  private record Needs(String kernel, int architecture, int registers, int sharedMemory) {

    String program() {
      return kernel.replace("_finish", "");
    }

    static Needs of(String line) {
      List<String> cells = Splitter.on(',').splitToList(line);
      return new Needs(
          cells.get(0),
          Integer.parseInt(cells.get(1)),
          Integer.parseInt(cells.get(2)),
          Integer.parseInt(cells.get(3)));
    }
  }

  @Test
  void theHostComputesOnlyOperationsThatAreKnown() throws IOException {
    report.add("| model | architecture | kernels | registers, at most | shared memory, at most |");
    report.add("| --- | --- | --- | --- | --- |");
    Map<String, Map<String, Integer>> hostSteps = new TreeMap<>();
    hostSteps.put("MMT", examine("MMT", VideoEncoder.MMT, bert()));
    hostSteps.put("COLL", examine("COLL", VideoEncoder.COLLABORATIVE_GATING, bert()));
    hostSteps.put("NONE", examine("NONE", VideoEncoder.NONE, bert()));
    hostSteps.put("MMT with LSTM", examine("MMT with LSTM", VideoEncoder.MMT, lstm()));
    report.add("");
    hostSteps.forEach((model, steps) -> report.add("* %s: %s".formatted(model, steps)));
    Files.write(REPORT, report);
    Set<String> kinds = new TreeSet<>();
    hostSteps.values().forEach(steps -> kinds.addAll(steps.keySet()));
    assertEquals(new TreeSet<>(ON_HOST), kinds);
  }

  private static Bert bert() {
    ImmutableList<String> pieces =
        ImmutableList.<String>builder().addAll(WordPieceVocabulary.SPECIAL).add("a").build();
    return Bert.of(
        BertConfig.builder().vocabularySize(pieces.size()).layers(2).build(),
        new WordPieceVocabulary(pieces, true),
        BertOptions.DEFAULTS);
  }

  private WordEmbeddings lstm() throws IOException {
    Path glove = Files.writeString(directory.resolve("glove.txt"), "a" + " 0.5".repeat(300) + "\n");
    return WordEmbeddings.of(WordVectors.glove(glove), WordPooling.Lstm.PUBLISHED, WORDS);
  }

  /** Returns how many steps of each kind the host runs, and adds lines to the report. */
  private Map<String, Integer> examine(String name, VideoEncoder encoder, CaptionEncoder captions)
      throws IOException {
    Map<String, Integer> before = gpu.hostSteps();
    try (MmtModel model =
            MmtModel.builder()
                .device(Device.cuda())
                .experts(EXPERTS)
                .architecture(Architecture.PUBLISHED.with(encoder))
                .captions(captions)
                .build();
        BufferPool pool = new BufferPool()) {
      compile(name, model, pool);
    }
    SortedMap<String, Integer> steps = new TreeMap<>(gpu.hostSteps());
    steps.replaceAll((kind, count) -> count - before.getOrDefault(kind, 0));
    steps.values().removeIf(count -> count == 0);
    assertEquals(0, gpu.memory().bytes());
    return steps;
  }

  private void compile(String name, MmtModel model, BufferPool pool) throws IOException {
    MmtNetwork network = model.network();
    VideoTokens.Shape videos =
        VideoTokens.of(
                network.config(),
                IntStream.range(0, BATCH).mapToObj(PaperKernelsTest::video).toList(),
                FeatureSampling.evaluation())
            .shape();
    TokenizedCaptions captions =
        TokenizedCaptions.of(
            network.captionEncoder(),
            IntStream.range(0, BATCH).mapToObj(i -> "a ".repeat(WORDS - 2)).toList());
    TrainingGraph training =
        new TrainingGraph(
            network,
            model.parameters(),
            pool,
            videos,
            captions,
            MaxMarginRankingLoss.of(0.05),
            Precision.FLOAT32,
            parameter -> false);
    CompiledGraph ofVideos = scoring(model, pool, videos);
    CompiledGraph ofCaptions = scoring(model, pool, captions.shape());
    addToReport(name, gpu.kernels());
    training.close();
    ofVideos.close();
    ofCaptions.close();
  }

  private static VideoFeatures video(int number) {
    double[] times = IntStream.range(0, FEATURES).asDoubleStream().toArray();
    return VideoFeatures.of(
        "video" + number,
        EXPERTS.stream()
            .collect(
                Collectors.toMap(
                    Expert::name,
                    expert -> ExpertFeatures.of(new float[FEATURES][expert.dimension()], times))));
  }

  private static CompiledGraph scoring(MmtModel model, BufferPool pool, Object shape) {
    SameDiff graph = SameDiff.create();
    LayerContext context = LayerContext.scoring(graph, model.parameters()).withoutArrays();
    WeightedVectors vectors =
        shape instanceof VideoTokens.Shape videos
            ? model.network().videos(context, videos)
            : model.network().captions(context, (CaptionTokens.Shape) shape);
    List<String> outputs = new ArrayList<>(List.of(vectors.vectors().name()));
    vectors.weights().map(SDVariable::name).ifPresent(outputs::add);
    return CompiledGraph.compile(graph, outputs, model.parameters(), pool);
  }

  /** Adds a line for each architecture. */
  private void addToReport(String model, Set<String> programs) throws IOException {
    List<Needs> all =
        Files.readAllLines(TABLE).stream()
            .map(Needs::of)
            .filter(needs -> programs.contains(needs.program()))
            .distinct() // two processes may have compiled it
            .toList();
    assertEquals(programs, all.stream().map(Needs::program).collect(Collectors.toSet()));
    all.stream()
        .collect(Collectors.groupingBy(Needs::architecture, TreeMap::new, Collectors.toList()))
        .forEach(
            (architecture, kernels) ->
                report.add(
                    "| %s | sm_%d | %d | %d | %d bytes |"
                        .formatted(
                            model,
                            architecture,
                            kernels.size(),
                            kernels.stream().mapToInt(Needs::registers).max().orElseThrow(),
                            kernels.stream().mapToInt(Needs::sharedMemory).max().orElseThrow())));
  }
}
