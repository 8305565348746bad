/**
 * A page about a training run: losses, learning rate, recalls and mixture weights by step, and what
 * the model finds for a few captions.
 */
@NullMarked
package org.mmt4j.train.report;

import org.jspecify.annotations.NullMarked;
