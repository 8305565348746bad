package org.mmt4j;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.Parameters.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes a checkpoint as the authors' trainer does, in PyTorch's zip container. */
final class SmallCheckpoint {

  private final List<byte[]> storages = new ArrayList<>();

  private SmallCheckpoint() {}

  /** Returns the model that {@link #content} describes. */
  static MmtModelBuilder model() {
    return MmtModel.builder()
        .experts(Expert.of("s3d", 3), Expert.of("vggish", 2))
        .hiddenSize(128)
        .layers(2)
        .heads(2)
        .feedForward(512)
        .maxSeconds(5)
        .tokenTypes(3)
        .maxFeatures(4)
        .captions(new WordEncoder(50));
  }

  /** Returns the content of a checkpoint with the parameters of a model, and moments for each. */
  static Map<String, Object> content(MmtModel model) {
    Map<String, Object> tensors = new LinkedHashMap<>();
    Map<Object, Object> moments = new LinkedHashMap<>();
    for (String name : model.parameters().names()) {
      if (model.parameters().role(name) != Role.INTEGER) {
        INDArray values = model.parameters().get(name);
        tensors.put(name, values);
        moments.put(
            (long) moments.size(), Map.of("step", 7L, "exp_avg", values, "exp_avg_sq", values));
      }
    }
    Map<String, Object> group = Map.of("lr", 1e-4, "params", List.copyOf(moments.keySet()));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("arch", "CENet");
    content.put("epoch", 3L);
    content.put("state_dict", tensors);
    content.put("monitor_best", 0.5);
    content.put("config", Map.of("_config", config()));
    content.put("n_samples", 100L);
    content.put("n_steps", 7L);
    content.put("optimizer", Map.of("state", moments, "param_groups", List.of(group)));
    return content;
  }

  private static Map<String, Object> config() {
    Map<String, Object> bert =
        ImmutableMap.<String, Object>builder()
            .put("num_hidden_layers", 2L)
            .put("num_attention_heads", 2L)
            .put("intermediate_size", 512L)
            .put("max_position_embeddings", 7L)
            .put("type_vocab_size", 3L)
            .put("hidden_dropout_prob", 0.1)
            .put("attention_probs_dropout_prob", 0.1)
            .put("initializer_range", 0.02)
            .buildOrThrow();
    Map<String, Object> args =
        ImmutableMap.<String, Object>builder()
            .put("same_dim", 128L)
            .put("vid_bert_params", bert)
            .put("txt_bert_params", Map.of("hidden_dropout_prob", 0.1))
            .put("vid_cont", "bert")
            .put("vid_inp", "both")
            .put("out_tok", "mxp")
            .put("pos_enc", "tint")
            .put("txt_pro", "gbn")
            .put("txt_wgh", "emb")
            .put("vid_wgh", "none")
            .put("keep_missing_modalities", true)
            .buildOrThrow();
    Map<String, Object> mix = Map.of("max_expert_tokens", 4L);
    return Map.of(
        "experts",
        Map.of("modalities", List.of("s3d", "vggish")),
        "final_eval_sets",
        List.of(Map.of("args", Map.of("mix", List.of(mix)))),
        "arch",
        Map.of("args", args));
  }

  /** Writes a checkpoint of strings, numbers, booleans, lists, maps and float32 arrays. */
  static void write(Path file, Object content) throws IOException {
    SmallCheckpoint checkpoint = new SmallCheckpoint();
    String pickle = "\u0080\2" + checkpoint.operations(content) + ".";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      store(zip, "small/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
      for (int key = 0; key < checkpoint.storages.size(); key++) {
        store(zip, "small/data/" + key, checkpoint.storages.get(key));
      }
    }
  }

  private String operations(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringBuilder items = new StringBuilder("}(");
      map.forEach((key, item) -> items.append(operations(key)).append(operations(item)));
      return items + "u";
    }
    if (value instanceof List<?> list) {
      StringBuilder items = new StringBuilder("](");
      list.forEach(item -> items.append(operations(item)));
      return items + "e";
    }
    if (value instanceof String text) {
      return "X" + integer(text.length()) + text;
    }
    if (value instanceof Long number) {
      return "J" + integer(number.intValue());
    }
    if (value instanceof Double number) {
      return "G" + latin1(ByteBuffer.allocate(8).putDouble(number).array());
    }
    if (value instanceof Boolean truth) {
      return truth ? "\u0088" : "\u0089";
    }
    return tensor((INDArray) value);
  }

  private String tensor(INDArray array) {
    String key = operations(String.valueOf(storages.size()));
    ByteBuffer bytes = ByteBuffer.allocate(4 * (int) array.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(array.dup('c').data().asFloat());
    storages.add(bytes.array());
    StringBuilder shape = new StringBuilder("(");
    StringBuilder strides = new StringBuilder("(");
    long stride = array.length();
    for (long size : array.shape()) {
      stride /= size;
      shape.append(operations(size));
      strides.append(operations(stride));
    }
    return "ctorch._utils\n_rebuild_tensor_v2\n(("
        + operations("storage")
        + "ctorch\nFloatStorage\n"
        + key
        + operations("cpu")
        + operations(array.length())
        + "tQ"
        + operations(0L)
        + (shape + "t" + strides + "t")
        + "\u0089NtR";
  }

  private static String integer(int value) {
    return latin1(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
