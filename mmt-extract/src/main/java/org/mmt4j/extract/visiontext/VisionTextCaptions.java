package org.mmt4j.extract.visiontext;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.extract.onnx.OnnxRuntime;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.nn.Activations;
import org.mmt4j.nn.GraphInput;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The text tower of CLIP and its kind as a caption encoder: h(c) has length 1 and lies in the space
 * of the expert {@code clip} of {@link VisionTextFrames}. ONNX Runtime computes it, so it is never
 * trained. A model starts from the dot product of both with {@code MmtModel.builder()
 * .alignedExpert("clip")}.
 *
 * <p>Reads {@code text_model.onnx} and {@code tokenizer.json}, a byte-pair encoding as of CLIP; the
 * tokenizers of SigLIP are not supported. The network reads {@code input_ids} [1, n] and, if it
 * wants, {@code attention_mask}; n is the length of the caption, or that of the network, filled up
 * with the token at the end. It writes [1, D] at {@code text_embeds} or {@code pooler_output}.
 *
 * <p>Untested with published weights, because we could not obtain any. Ours, not the paper's.
 */
public final class VisionTextCaptions implements CaptionEncoder {

  static final String KIND = "vision-text";

  private static final String NETWORK = "text_model.onnx";
  private static final String TOKENIZER = "tokenizer.json";
  private static final List<String> FILES = List.of(NETWORK, TOKENIZER);
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final List<String> OUTPUTS = List.of("text_embeds", "pooler_output");
  private static final int MAX_TOKENS = 77;

  private final Path folder;
  private final ImmutableSortedMap<String, String> hashes;
  private final OnnxModel network;
  private final String output;
  private final ByteLevelBpe tokenizer;
  private final OptionalInt fixedLength;
  private final int dimension;

  private VisionTextCaptions(
      Path folder, OnnxModel network, String output, ByteLevelBpe tokenizer, OptionalInt length)
      throws IOException {
    this.folder = folder;
    this.hashes = hashes(folder);
    this.network = network;
    this.output = output;
    this.tokenizer = tokenizer;
    this.fixedLength = length;
    this.dimension = vector(tokenizer.encode("a", maxTokens())).length;
  }

  private static ImmutableSortedMap<String, String> hashes(Path folder) throws IOException {
    ImmutableSortedMap.Builder<String, String> hashes = ImmutableSortedMap.naturalOrder();
    for (String name : FILES) {
      ByteSource file = MoreFiles.asByteSource(folder.resolve(name));
      hashes.put(name, file.hash(Hashing.sha256()).toString());
    }
    return hashes.buildOrThrow();
  }

  /** Returns why there is no text tower in a model folder; empty if there is. */
  public static Optional<String> unavailableReason(Optional<Path> models) {
    for (String name : FILES) {
      Optional<Path> file =
          models.map(folder -> folder.resolve(VisionTextFrames.FOLDER).resolve(name));
      if (file.filter(Files::isRegularFile).isEmpty()) {
        return Optional.of(
            "found no " + file.map(Path::toString).orElse(name) + ", expected a text tower");
      }
    }
    return OnnxRuntime.unavailableReason();
  }

  /**
   * Opens the text tower in the folder {@code clip} of a model folder.
   *
   * @throws IOException if a file is missing or not valid
   */
  public static VisionTextCaptions open(Path models) throws IOException {
    return read(models.resolve(VisionTextFrames.FOLDER));
  }

  static VisionTextCaptions read(Path folder) throws IOException {
    ByteLevelBpe tokenizer = ByteLevelBpe.read(folder.resolve(TOKENIZER));
    OnnxModel network = OnnxModel.open(folder.resolve(NETWORK));
    try {
      List<Long> shape = network.inputs().getOrDefault(IDS, List.of());
      boolean isFixed = shape.size() == 2 && shape.get(1) > 0;
      OptionalInt length =
          isFixed ? OptionalInt.of(Math.toIntExact(shape.get(1))) : OptionalInt.empty();
      return new VisionTextCaptions(
          folder, network, Tower.output(network, OUTPUTS), tokenizer, length);
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Returns h(c), of length 1.
   *
   * @throws IOException if the network fails
   */
  public float[] vector(String caption) throws IOException {
    return vector(tokenize(caption));
  }

  private synchronized float[] vector(int[] tokens) throws IOException {
    int length = fixedLength.orElse(tokens.length);
    float[] ids = new float[length]; // exact: a vocabulary has fewer than 2^24 tokens
    float[] mask = new float[length];
    Arrays.fill(ids, tokenizer.endId());
    for (int i = 0; i < tokens.length; i++) {
      ids[i] = tokens[i];
      mask[i] = 1;
    }
    Map<String, OnnxArray> inputs = new HashMap<>();
    inputs.put(IDS, OnnxArray.of(ids, 1, length));
    if (network.inputs().containsKey(MASK)) {
      inputs.put(MASK, OnnxArray.of(mask, 1, length));
    }
    OnnxArray found = Objects.requireNonNull(network.run(inputs, Set.of(output)).get(output));
    return Tower.scaled(found.values());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedMap<String, String> describe() {
    return hashes;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int maxTokens() {
    return fixedLength.orElse(MAX_TOKENS);
  }

  @Override
  public OptionalInt paddingId() {
    return OptionalInt.empty();
  }

  @Override
  public int[] tokenize(String caption) {
    if (caption.isBlank()) {
      throw new IllegalArgumentException("caption: found a blank text, expected a sentence");
    }
    return tokenizer.encode(caption, maxTokens());
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    return Activations.l2Normalize(input(shape).declare(context));
  }

  private GraphInput input(CaptionTokens.Shape shape) {
    return GraphInput.of("caption.encoded", shape.captions(), dimension);
  }

  @Override
  public void fill(CompiledGraph graph, CaptionTokens tokens, CaptionTokens.Shape shape) {
    List<float[]> rows = new ArrayList<>();
    try {
      for (int[] caption : tokens.captions()) {
        rows.add(vector(caption));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input(shape).fill(graph, Floats.concat(rows.toArray(float[][]::new)));
  }

  @Override
  public void save(Path directory) throws IOException {
    for (String name : FILES) {
      Files.copy(folder.resolve(name), directory.resolve(name));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
