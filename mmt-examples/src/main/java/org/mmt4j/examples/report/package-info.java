/** A page about a training run: losses, recalls, and what the model finds for a few captions. */
@NullMarked
package org.mmt4j.examples.report;

import org.jspecify.annotations.NullMarked;
