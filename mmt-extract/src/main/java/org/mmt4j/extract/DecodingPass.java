package org.mmt4j.extract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One pass over a video for all experts: each picture is decoded once and scaled once for each size
 * that is requested of it, then the sound is decoded once and resampled once for each rate. Reading
 * stops when nobody needs more. Memory does not grow with the length of the video or the number of
 * requests of a size or rate.
 */
final class DecodingPass {

  private final Video video;

  DecodingPass(Video video) {
    this.video = video;
  }

  /** Delivers what the experts have requested. Those to whom it cannot be delivered fail. */
  void run(List<ExpertRun> experts) {
    List<Frames> frames = new ArrayList<>();
    List<Audio> audio = new ArrayList<>();
    for (ExpertRun expert : experts) {
      expert.requests().frames().forEach(request -> frames.add(new Frames(expert, request)));
      expert.requests().audio().forEach(request -> audio.add(new Audio(expert, request)));
    }
    deliverFrames(frames);
    deliverAudio(audio);
  }

  private void deliverFrames(List<Frames> requests) {
    if (requests.stream().noneMatch(Frames::isOpen)) {
      return;
    }
    try (PictureReader pictures = video.pictures()) {
      while (requests.stream().anyMatch(Frames::isOpen) && pictures.next()) {
        requests.forEach(request -> request.deliver(pictures));
      }
    } catch (Exception | Error e) {
      requests.stream().filter(Frames::isOpen).forEach(request -> request.expert.fail(e));
    }
  }

  private void deliverAudio(List<Audio> requests) {
    if (requests.stream().noneMatch(Audio::isOpen)) {
      return;
    }
    Set<Integer> unique = new LinkedHashSet<>();
    requests.forEach(audio -> unique.add(audio.request.rate()));
    List<Integer> rates = List.copyOf(unique);
    try (SoundReader sound = video.sound(rates)) {
      while (requests.stream().anyMatch(Audio::isOpen)) {
        Optional<List<float[]>> blocks = sound.next();
        if (blocks.isEmpty()) {
          return;
        }
        requests.forEach(
            audio -> audio.deliver(blocks.get().get(rates.indexOf(audio.request.rate()))));
      }
    } catch (Exception | Error e) {
      requests.forEach(audio -> audio.expert.fail(e));
    }
  }

  /** A request of frames, and how far it is. */
  private static final class Frames {

    private final ExpertRun expert;
    private final MediaRequests.Frames request;
    private final FrameCursor cursor;

    Frames(ExpertRun expert, MediaRequests.Frames request) {
      this.expert = expert;
      this.request = request;
      this.cursor = new FrameCursor(request.sampling());
    }

    boolean isOpen() {
      return expert.failure().isEmpty() && !cursor.isDone();
    }

    void deliver(PictureReader pictures) {
      cursor.advance();
      try {
        OptionalDouble second = nextOf(pictures);
        while (second.isPresent()) {
          expert.deliver(request.sink(), pictures.frame(request.size(), second.getAsDouble()));
          second = nextOf(pictures);
        }
      } catch (VideoFileException | RuntimeException e) {
        expert.fail(e); // such as a size that is too large
      }
    }

    private OptionalDouble nextOf(PictureReader pictures) {
      return isOpen() ? cursor.next(pictures) : OptionalDouble.empty();
    }
  }

  private record Audio(ExpertRun expert, MediaRequests.Audio request) {

    boolean isOpen() {
      return expert.failure().isEmpty();
    }

    void deliver(float[] samples) {
      if (samples.length > 0) {
        expert.deliver(request.sink(), samples);
      }
    }
  }
}
