package ai.eigi.simulator;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes answers to the wire, with what is to go wrong with them.
 */
final class ReplyWriter {

	private final SimulatorState state;

	ReplyWriter(SimulatorState state) {
		this.state = state;
	}

	/**
	 * Write an answer.
	 * @param response where to
	 * @param delivery the answer
	 * @param loop the event loop of the connection, for waits
	 * @return completes when the answer is written
	 */
	Mono<Void> write(HttpServerResponse response, Router.Delivery delivery, Scheduler loop) {
		Fault fault = delivery.fault();
		Mono<Void> answer = Mono.defer(() -> send(response, delivery.reply(), fault, loop));
		if (fault == null || fault.delay().isZero()) {
			return answer;
		}
		return Mono.delay(fault.delay(), loop).then(answer);
	}

	private Mono<Void> send(HttpServerResponse response, Reply reply, @Nullable Fault fault, Scheduler loop) {
		Fault.Effect effect = (fault != null) ? fault.effect() : Fault.Effect.NONE;
		if (effect == Fault.Effect.DROP) {
			return close(response);
		}
		response.status(reply.status());
		reply.headers().forEach(response::header);
		if (fault != null && (effect == Fault.Effect.CUT || effect == Fault.Effect.STALL)) {
			Mono<Void> part = sendPart(response, reply, fault.number(), loop);
			return part.then((effect == Fault.Effect.CUT) ? close(response) : Mono.never());
		}
		if (reply.streamed()) {
			return sendChunks(response, reply.chunks(), loop);
		}
		return response.sendByteArray(Mono.just(join(reply.chunks()))).then();
	}

	private Mono<Void> sendPart(HttpServerResponse response, Reply reply, int chunks, Scheduler loop) {
		if (!reply.streamed()) {
			response.header("content-length", Integer.toString(reply.length()));
		}
		return sendChunks(response, reply.pieces().stream().limit(chunks).toList(), loop);
	}

	/**
	 * Send the headers at once and then each chunk by itself.
	 */
	private Mono<Void> sendChunks(HttpServerResponse response, List<byte[]> chunks, Scheduler loop) {
		Duration delay = this.state.settings().chunkDelay;
		Flux<byte[]> paced = Flux.fromIterable(chunks);
		if (!delay.isZero()) {
			paced = paced.delayElements(delay, loop);
		}
		Flux<ByteBuf> buffers = paced.map(Unpooled::wrappedBuffer);
		return response.sendHeaders().send(buffers, (buffer) -> true).then();
	}

	/**
	 * Close the connection under the answer. Never completes, as that would end the
	 * answer properly.
	 */
	private static Mono<Void> close(HttpServerResponse response) {
		return Mono.create((sink) -> response.withConnection((connection) -> connection.channel().close()));
	}

	private static byte[] join(List<byte[]> chunks) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		chunks.forEach(bytes::writeBytes);
		return bytes.toByteArray();
	}

}
