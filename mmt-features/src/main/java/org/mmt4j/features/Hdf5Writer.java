package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.base.Throwables;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the published layout: one HDF5 file per video, as {@link Hdf5Features} describes it, at
 * {@code FOLDER/v/i/d/video7010.h5}. An id is any text: characters that are not safe in file names
 * are written as {@code %} and two hexadecimal digits. Values are float32, times float64, words
 * UTF-8 of fixed length; all are contiguous. The end of a feature is written as its start. A file
 * is written completely or not at all.
 */
public final class Hdf5Writer implements FeatureWriter {

  private static final String TEMPORARY = ".h5.tmp";

  /** Temporary files of this class and of its earlier versions. */
  private static final Pattern LEFTOVER = Pattern.compile(".*\\.h5(\\..*)?\\.tmp", Pattern.DOTALL);

  private static final Logger log = LoggerFactory.getLogger(Hdf5Writer.class);

  private final Path folder;
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
   * @throws IllegalArgumentException also if the id is empty, too long or not Unicode, or a caption
   *     has no words or a NUL character
   */
  @Override
  public void write(StoredVideo video) throws FeatureFileException {
    Path file = file(video.features().id());
    if (Files.exists(file)) {
      throw new IllegalArgumentException(
          file + ": found an existing file, expected none; write each video once");
    }
    replace(video);
  }

  /**
   * Writes one video, and replaces its file if there is one.
   *
   * @throws IllegalArgumentException if the format cannot store the video
   * @throws FeatureFileException if the video cannot be written; its file is kept then
   */
  public void replace(StoredVideo video) throws FeatureFileException {
    Path file = file(video.features().id());
    video.captions().forEach((number, caption) -> requireWritable(file, number, caption));
    FileAccess.write(file, () -> writeFile(file, video));
    written++;
  }

  /**
   * Returns the features and captions that the file of a video has.
   *
   * @throws FeatureFileException if there is no such file, or it cannot be read
   */
  public StoredVideo read(String id) throws FeatureFileException {
    Path file = file(id);
    try (Hdf5Folder written = Hdf5Folder.of(folder, Map.of(id, file))) {
      return FileAccess.read(file, "an HDF5 file", () -> written.readAll(id));
    }
  }

  /**
   * Deletes unfinished files of writers that were stopped. Call it only if no other writer writes
   * to the folder.
   *
   * @throws FeatureFileException if the folder cannot be read or a file cannot be deleted
   */
  public void deleteLeftovers() throws FeatureFileException {
    if (Files.isDirectory(folder)) {
      for (Path file : FeatureFolder.list(folder, ".tmp")) {
        if (LEFTOVER.matcher(FileNames.name(file)).matches()) {
          FileAccess.write(file, () -> Files.deleteIfExists(file));
        }
      }
    }
  }

  private static void writeFile(Path file, StoredVideo video) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent()); // below the folder
    Files.createDirectories(parent);
    Path temporary = parent.resolve(UUID.randomUUID() + TEMPORARY);
    try {
      writeDatasets(temporary, video);
      AtomicFiles.replace(file, temporary);
    } catch (HdfException e) {
      throw failure(file, e);
    } finally {
      Files.deleteIfExists(temporary);
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
   * @throws IllegalArgumentException if the id is empty, too long or not Unicode
   */
  public Path file(String id) {
    PublishedPath.problem(id)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("id of a video: found \"" + id + "\", " + problem);
            });
    return PublishedPath.file(folder, id);
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
