package org.mmt4j.extract.visiontext;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.extract.onnx.TinyNetwork;

/**
 * A pair whose space is red, lime and blue: an image is its mean colour, a caption the mean of its
 * tokens, of which {@code red}, {@code lime} and {@code blue} are colours.
 */
final class TinyTowers {

  static final List<String> COLOURS = List.of("red", "lime", "blue");

  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyTowers() {}

  /** Writes the folder {@code clip} of a model folder. */
  static void write(Path models) throws IOException {
    Path folder = Files.createDirectories(models.resolve("clip"));
    new TinyNetwork()
        .reads("pixel_values", DataType.FLOAT, -1, 3, 8, 8)
        .mean("image_embeds", "pixel_values", 2, 3)
        .node("Identity", "last_hidden_state", "pixel_values")
        .writes("last_hidden_state", DataType.FLOAT, -1, 3, 8, 8)
        .writes("image_embeds", DataType.FLOAT, -1, 3)
        .write(folder.resolve("vision_model.onnx"));
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"size": {"shortest_edge": 8}, "crop_size": {"height": 8, "width": 8},
         "do_center_crop": true, "do_normalize": false, "resample": 3}
        """);
    List<String> vocabulary = vocabulary();
    Float[] table = new Float[3 * vocabulary.size()];
    for (int i = 0; i < table.length; i++) {
      boolean isColour = vocabulary.get(i / 3).equals(COLOURS.get(i % 3) + "</w>");
      table[i] = isColour ? 1 : 0.01f;
    }
    new TinyNetwork()
        .reads("input_ids", DataType.INT64, -1, -1)
        .floats("table", List.of((long) vocabulary.size(), 3L), List.of(table))
        .node("Gather", "rows", "table", "input_ids")
        .mean("text_embeds", "rows", 1)
        .writes("text_embeds", DataType.FLOAT, -1, 3)
        .write(folder.resolve("text_model.onnx"));
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer(vocabulary));
  }

  /** Letters, letters at the end of a word, what the merges make, and the special tokens. */
  private static List<String> vocabulary() {
    List<String> tokens = new ArrayList<>();
    for (char letter = '!'; letter <= '~'; letter++) {
      tokens.add(String.valueOf(letter));
      tokens.add(letter + "</w>");
    }
    for (String[] merge : merges()) {
      tokens.add(merge[0] + merge[1]);
    }
    tokens.add("<|startoftext|>");
    tokens.add("<|endoftext|>");
    return tokens;
  }

  /** The merges of the words of the colours, from left to right. */
  private static List<String[]> merges() {
    List<String[]> merges = new ArrayList<>();
    for (String colour : COLOURS) {
      for (int end = 1; end < colour.length(); end++) {
        String next = colour.substring(end, end + 1) + (end + 1 < colour.length() ? "" : "</w>");
        merges.add(new String[] {colour.substring(0, end), next});
      }
    }
    return merges;
  }

  /** As HuggingFace writes that of CLIP. */
  private static String tokenizer(List<String> vocabulary) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", "1.0");
    json.putArray("added_tokens");
    ObjectNode normalizer = json.putObject("normalizer").put("type", "Sequence");
    ArrayNode normalizers = normalizer.putArray("normalizers");
    normalizers.addObject().put("type", "NFC");
    ObjectNode spaces = normalizers.addObject().put("type", "Replace").put("content", " ");
    spaces.putObject("pattern").put("Regex", "\\s+");
    normalizers.addObject().put("type", "Lowercase");
    ObjectNode splitter = json.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode splitters = splitter.putArray("pretokenizers");
    ObjectNode split = splitters.addObject().put("type", "Split");
    split
        .putObject("pattern")
        .put("Regex", "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+");
    split.put("behavior", "Removed").put("invert", true);
    splitters
        .addObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true);
    ObjectNode model = json.putObject("model").put("type", "BPE");
    model.put("unk_token", "<|endoftext|>").put("continuing_subword_prefix", "");
    model.put("end_of_word_suffix", "</w>").put("fuse_unk", false);
    ObjectNode vocab = model.putObject("vocab");
    for (int i = 0; i < vocabulary.size(); i++) {
      vocab.put(vocabulary.get(i), i);
    }
    ArrayNode pairs = model.putArray("merges");
    merges().forEach(merge -> pairs.add(merge[0] + " " + merge[1]));
    return json.toString();
  }
}
