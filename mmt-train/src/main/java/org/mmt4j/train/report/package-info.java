/**
 * An HTML page about a training run: loss, learning rate, recalls and mixture weights by step, and
 * the videos found for example captions.
 */
@NullMarked
package org.mmt4j.train.report;

import org.jspecify.annotations.NullMarked;
