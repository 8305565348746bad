package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.base.Throwables;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.io.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the published layout: one HDF5 file per video, as {@link Hdf5Features} describes it, at
 * {@code FOLDER/v/i/d/video7010.h5}. Values are float32, times float64, words UTF-8 of fixed
 * length; all are contiguous. The end of a feature is written as its start. A file is written
 * completely or not at all.
 */
public final class Hdf5Writer implements FeatureWriter {

  /**
   * Maximum number of bytes of an id. File names have at most 255 bytes, and the temporary file's
   * extensions need the rest.
   */
  private static final int MAX_ID_BYTES = 211;

  private static final String TEMPORARY = ".tmp";

  private static final Logger log = LoggerFactory.getLogger(Hdf5Writer.class);

  private final Path folder;
  private final Set<Path> cleanedFolders = new HashSet<>();
  private final Stopwatch watch = Stopwatch.createStarted();
  private int written;

  private Hdf5Writer(Path folder) {
    this.folder = folder;
  }

  /** Writes to {@code folder}, and creates it if it does not exist. */
  public static Hdf5Writer to(Path folder) {
    return new Hdf5Writer(folder);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the id is not a safe file name, or a caption has no
   *     words or a NUL character
   */
  @Override
  public void write(StoredVideo video) throws FeatureFileException {
    Path file = file(video.features().id());
    video.captions().forEach((number, caption) -> requireWritable(file, number, caption));
    if (Files.exists(file)) {
      throw new IllegalArgumentException(
          file + ": found an existing file, expected none; write each video once");
    }
    FileAccess.write(file, () -> writeFile(file, video));
    written++;
  }

  private void writeFile(Path file, StoredVideo video) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent()); // below the folder
    Files.createDirectories(parent);
    deleteLeftovers(parent);
    Path temporary = Files.createTempFile(parent, file.getFileName() + ".", TEMPORARY);
    try {
      Files.delete(temporary); // jHDF keeps bytes of an existing file that it does not overwrite
      writeDatasets(temporary, video);
      AtomicFiles.write(file, Files.readAllBytes(temporary));
    } catch (HdfException e) {
      throw failure(file, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Deletes temporary files of killed writers in a folder, once per folder. */
  private void deleteLeftovers(Path parent) throws IOException {
    if (cleanedFolders.add(parent)) {
      try (DirectoryStream<Path> leftovers =
          Files.newDirectoryStream(parent, "*.h5.*" + TEMPORARY)) {
        for (Path temporary : leftovers) {
          Files.deleteIfExists(temporary);
        }
      }
    }
  }

  /**
   * Returns the exception of the file system that jHDF wraps.
   *
   * @throws IllegalArgumentException if there is none, because the format cannot store the content
   */
  private static IOException failure(Path file, HdfException e) {
    return Throwables.getCausalChain(e).stream()
        .filter(IOException.class::isInstance)
        .map(IOException.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": found a video that HDF5 cannot store ("
                        + e.getMessage()
                        + "), expected fewer or smaller features",
                    e));
  }

  @Override
  public void finish() {
    log.info("wrote {} videos to {} in {} ms", written, folder, watch.elapsed().toMillis());
  }

  /**
   * Returns the file of a video, whether or not it exists.
   *
   * @throws IllegalArgumentException if the id is not a safe file name
   */
  public Path file(String id) {
    PublishedPath.problem(id)
        .or(() -> tooLong(id))
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("id of a video: found \"" + id + "\", " + problem);
            });
    return PublishedPath.file(folder, id);
  }

  private static Optional<String> tooLong(String id) {
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= MAX_ID_BYTES
        ? Optional.empty()
        : Optional.of("expected a file name of at most " + MAX_ID_BYTES + " bytes, found " + bytes);
  }

  private static void requireWritable(Path file, int number, Caption caption) {
    if (caption.words().isEmpty() || caption.words().stream().anyMatch(w -> w.indexOf(0) >= 0)) {
      throw new IllegalArgumentException(
          file
              + ": caption "
              + number
              + ": found words "
              + caption.words()
              + ", expected at least one and none with a NUL character");
    }
  }

  private static void writeDatasets(Path file, StoredVideo video) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      for (Map.Entry<String, ExpertFeatures> entry : video.features().experts().entrySet()) {
        WrittenFeatures features = WrittenFeatures.of(entry.getValue());
        hdf.putDataset("features." + entry.getKey(), features.rows());
        if (features.timed()) {
          hdf.putDataset("features_t." + entry.getKey(), emptySpans(features.times()));
        }
      }
      for (Map.Entry<Integer, Caption> entry : video.captions().entrySet()) {
        List<String> words = entry.getValue().words();
        hdf.putDataset("raw_captions." + entry.getKey(), words.toArray(String[]::new));
        entry
            .getValue()
            .times()
            .ifPresent(times -> hdf.putDataset("raw_captions_t." + entry.getKey(), spans(times)));
      }
    }
  }

  /** Returns the start and end of each word, (n, 2). */
  private static double[][] spans(WordTimes times) {
    double[][] spans = new double[times.count()][];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new double[] {times.starts().get(i), times.ends().get(i)};
    }
    return spans;
  }

  /**
   * Converts (n) to (n, 2). Each span has length 0, so that its middle equals its start bit for
   * bit.
   */
  private static double[][] emptySpans(double[] seconds) {
    double[][] spans = new double[seconds.length][];
    for (int i = 0; i < seconds.length; i++) {
      spans[i] = new double[] {seconds[i], seconds[i]};
    }
    return spans;
  }
}
