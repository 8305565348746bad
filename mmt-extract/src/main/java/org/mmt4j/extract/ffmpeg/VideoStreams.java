package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.extract.VideoFileException;

/**
 * The streams of a file that are read: of each part, the best one that can be decoded.
 *
 * @param pictures of the parts that have pictures, at least one
 * @param sound of the parts that have sound
 * @param size of the first picture, as shown
 * @param orientation of the stored pictures
 * @param duration in seconds as the file states it; 0 if it states none
 */
record VideoStreams(
    ImmutableList<PartStream> pictures,
    ImmutableList<PartStream> sound,
    Dimension size,
    Orientation orientation,
    double duration) {

  /**
   * Finds the streams.
   *
   * @param flaws receives a sentence for each stream that cannot be decoded
   * @throws VideoFileException if no part has pictures that can be decoded
   */
  static VideoStreams of(Path file, ImmutableList<FilePart> parts, Flaws flaws)
      throws VideoFileException {
    List<StreamProbe.Pictures> pictures = new ArrayList<>();
    Map<FilePart, VideoFileException> problems = new LinkedHashMap<>();
    ImmutableList.Builder<PartStream> sound = ImmutableList.builder();
    double end = 0;
    for (FilePart part : parts) {
      StreamProbe probe = new StreamProbe(file, part, flaws);
      try (Demuxer demuxer = Demuxer.open(file, part)) {
        if (demuxer.isSequential()) {
          demuxer.readToEnd(); // streams may follow one another
        }
        probe.sound(demuxer.audioStreams()).ifPresent(sound::add);
        end = part.end() > 0 ? part.end() : demuxer.duration();
        pictures.add(probe.pictures(demuxer.videoStreams()));
      } catch (VideoFileException e) {
        problems.put(part, e);
      }
    }
    if (pictures.isEmpty()) {
      throw problems.values().iterator().next();
    }
    problems.forEach(
        (part, problem) -> flaws.note(part + " has no pictures: " + problem.problem()));
    return new VideoStreams(
        pictures.stream()
            .map(StreamProbe.Pictures::stream)
            .collect(ImmutableList.toImmutableList()),
        sound.build(),
        pictures.get(0).size(),
        pictures.get(0).orientation(),
        end);
  }
}
