package org.mmt4j.extract.objects;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/** The classes of objects of the COCO data set (Lin et al., 2014), in the order of its ids. */
final class CocoClasses {

  static final ImmutableList<String> NAMES =
      ImmutableList.copyOf(
          Splitter.on(',')
              .trimResults()
              .split(
                  """
                  person, bicycle, car, motorcycle, airplane, bus, train, truck, boat,
                  traffic light, fire hydrant, stop sign, parking meter, bench, bird, cat, dog,
                  horse, sheep, cow, elephant, bear, zebra, giraffe, backpack, umbrella, handbag,
                  tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat,
                  baseball glove, skateboard, surfboard, tennis racket, bottle, wine glass, cup,
                  fork, knife, spoon, bowl, banana, apple, sandwich, orange, broccoli, carrot,
                  hot dog, pizza, donut, cake, chair, couch, potted plant, bed, dining table,
                  toilet, tv, laptop, mouse, remote, keyboard, cell phone, microwave, oven,
                  toaster, sink, refrigerator, book, clock, vase, scissors, teddy bear,
                  hair drier, toothbrush"""));

  private CocoClasses() {}
}
