/**
 * What operations look like from outside: observations, and meters for what an
 * observation cannot hold.
 * {@link ai.eigi.client.observation.EigiClientObservationDocumentation} lists every name
 * and every value of a tag.
 */
@NullMarked
package ai.eigi.client.observation;

import org.jspecify.annotations.NullMarked;
