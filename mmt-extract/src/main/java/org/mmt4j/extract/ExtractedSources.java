package org.mmt4j.extract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.io.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code sources.jsonl} of a feature folder: what was extracted from which file, one line
 * for each video whose features were written, after they were written. The last line of a video
 * counts. A line that a stopped run has not completed is removed. Thread-safe.
 */
final class ExtractedSources {

  private static final Logger LOG = LoggerFactory.getLogger(ExtractedSources.class);

  private final Path file;
  private final boolean isNew;
  private final Map<String, ExtractedSource> byId = new HashMap<>();

  private ExtractedSources(Path file, boolean isNew) {
    this.file = file;
    this.isNew = isNew;
  }

  /**
   * Reads the file in a folder, if there is one.
   *
   * @throws FeatureFileException if it cannot be read
   */
  static ExtractedSources open(Path folder) throws FeatureFileException {
    Path file = folder.resolve("sources.jsonl");
    ExtractedSources sources = new ExtractedSources(file, !Files.exists(file));
    if (!sources.isNew) {
      try {
        sources.read();
      } catch (IOException e) {
        throw new FeatureFileException(file, "cannot be read (" + FileProblem.of(e) + ")", e);
      }
    }
    return sources;
  }

  private void read() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String complete = text.substring(0, text.lastIndexOf('\n') + 1);
    if (complete.length() < text.length()) {
      AtomicFiles.write(file, complete.getBytes(StandardCharsets.UTF_8));
    }
    complete.lines().forEach(this::add);
  }

  private void add(String line) {
    ExtractedSource.parse(line)
        .ifPresentOrElse(
            source -> byId.put(source.id(), source),
            () -> LOG.warn("{}: skipped a line that is none of an extraction: {}", file, line));
  }

  /** Returns whether the folder had no such file: earlier versions of this library wrote none. */
  boolean isNew() {
    return isNew;
  }

  /** Returns what is recorded of a video. */
  synchronized Optional<ExtractedSource> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Adds a line, which replaces an earlier one of the same video.
   *
   * @throws FeatureFileException if it cannot be written
   */
  synchronized void record(ExtractedSource source) throws FeatureFileException {
    byte[] line = (source.toJson() + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      AtomicFiles.writeFully(channel, ByteBuffer.wrap(line));
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be written (" + FileProblem.of(e) + ")", e);
    }
    byId.put(source.id(), source);
  }
}
