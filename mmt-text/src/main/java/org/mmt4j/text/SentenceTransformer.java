package org.mmt4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.io.DataFileException;

/**
 * The folder of a model of sentence-transformers: {@code modules.json} lists its modules and their
 * folders. Reads the pooling and the maximum number of tokens. The normalisation of the vectors is
 * not part of a caption encoder: the model projects and normalises them.
 */
final class SentenceTransformer {

  private static final String MODULES = "modules.json";
  private static final String MODE = "pooling_mode_";

  private static final ImmutableMap<String, BertPooling> POOLINGS =
      ImmutableMap.of(
          "cls_token", BertPooling.CLS,
          "cls", BertPooling.CLS,
          "max_tokens", BertPooling.MAX_TOKENS,
          "max", BertPooling.MAX_TOKENS,
          "mean_tokens", BertPooling.MEAN_TOKENS,
          "mean", BertPooling.MEAN_TOKENS);

  private SentenceTransformer() {}

  /** Returns the folder of the BERT: a module's folder in old layouts, otherwise the directory. */
  static Path bertDirectory(Path directory) throws IOException {
    Path file = directory.resolve(MODULES);
    if (!Files.exists(file)) {
      return directory;
    }
    return folder(directory, BertLoader.checked(file, () -> path(modules(file), "Transformer")));
  }

  /** Returns the options of the folder, or the defaults if it has no {@code modules.json}. */
  static BertOptions options(Path directory) throws IOException {
    Path file = directory.resolve(MODULES);
    if (!Files.exists(file)) {
      return BertOptions.DEFAULTS;
    }
    JsonNode modules = modules(file);
    BertLoader.checked(file, () -> requireKnown(modules));
    BertOptions options = BertOptions.DEFAULTS;
    Path pooling = folder(directory, path(modules, "Pooling")).resolve(HuggingFaceBert.CONFIG_FILE);
    options =
        options.withPooling(BertLoader.readSettings(pooling, json -> pooling(BertJson.tree(json))));
    Path length = bertDirectory(directory).resolve("sentence_bert_config.json");
    if (Files.exists(length)) {
      JsonNode tokens = BertLoader.readSettings(length, BertJson::tree).path("max_seq_length");
      if (tokens.isInt()) {
        BertOptions found = options;
        options = BertLoader.checked(length, () -> found.withMaxTokens(tokens.intValue()));
      }
    }
    return options;
  }

  private static JsonNode modules(Path file) throws IOException {
    return BertLoader.readSettings(file, BertJson::tree);
  }

  private static String type(JsonNode module) {
    String type = module.path("type").asText();
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static String path(JsonNode modules, String type) {
    for (JsonNode module : modules) {
      if (type(module).equals(type)) {
        return module.path("path").asText();
      }
    }
    throw new IllegalArgumentException("modules: found none of type " + type + ", expected one");
  }

  private static Path folder(Path directory, String path) throws IOException {
    if (!path.matches("[\\w-]*")) { // a path could leave the directory
      throw new DataFileException(
          directory.resolve(MODULES),
          "path of a module: found " + Excerpt.of(path) + ", expected a folder in this one");
    }
    return directory.resolve(path);
  }

  private static JsonNode requireKnown(JsonNode modules) {
    for (JsonNode module : modules) {
      if (!List.of("Transformer", "Pooling", "Normalize").contains(type(module))) {
        throw new IllegalArgumentException(
            "modules: found "
                + type(module)
                + ", expected only Transformer, Pooling and Normalize");
      }
    }
    return modules;
  }

  private static BertPooling pooling(JsonNode config) {
    List<String> modes = new ArrayList<>();
    for (var field : config.properties()) {
      if (field.getKey().startsWith(MODE) && field.getValue().asBoolean()) {
        modes.add(field.getKey().substring(MODE.length()));
      }
    }
    if (config.path("pooling_mode").isTextual()) {
      modes.add(config.path("pooling_mode").asText());
    }
    BertPooling pooling =
        modes.isEmpty()
            ? BertPooling.MEAN_TOKENS // the library's default
            : POOLINGS.get(modes.get(0));
    if (modes.size() > 1 || pooling == null) {
      throw new IllegalArgumentException(
          "pooling: found " + modes + ", expected one of cls_token, max_tokens and mean_tokens");
    }
    return pooling;
  }
}
