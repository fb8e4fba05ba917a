package ai.eigi.simulator;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
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
		if (fault == null) {
			return Mono.defer(() -> send(response, delivery.reply(), loop));
		}
		return strike(response, delivery.reply(), fault, loop);
	}

	/**
	 * Close a connection whose request was not read.
	 * @param response the answer that is not given
	 * @param fault what is to go wrong
	 * @param loop the event loop of the connection, for waits
	 * @return never completes
	 */
	Mono<Void> drop(HttpServerResponse response, Fault fault, Scheduler loop) {
		return strike(response, Reply.error(500, "Not read"), fault, loop);
	}

	private Mono<Void> strike(HttpServerResponse response, Reply reply, Fault fault, Scheduler loop) {
		Mono<Void> answer = Mono.defer(() -> switch (fault.effect()) {
			case NONE, ANSWER -> send(response, reply, loop);
			case SLOW -> sendPieces(response, reply, reply.pieces(), fault.delayPerPiece(), loop);
			case SILENCE -> Mono.never();
			case DROP, DROP_UNREAD -> close(response, fault);
			case CUT -> sendPart(response, reply, fault, loop).then(close(response, fault));
			case STALL -> sendPart(response, reply, fault, loop).then(Mono.never());
		});
		return (fault.delay().isZero()) ? answer : Mono.delay(fault.delay(), loop).then(answer);
	}

	private Mono<Void> send(HttpServerResponse response, Reply reply, Scheduler loop) {
		if (reply.streamed()) {
			return sendPieces(response, reply, reply.chunks(), this.state.settings().chunkDelay, loop);
		}
		begin(response, reply);
		return response.sendByteArray(Mono.just(join(reply.chunks()))).then();
	}

	private Mono<Void> sendPart(HttpServerResponse response, Reply reply, Fault fault, Scheduler loop) {
		return sendPieces(response, reply, fault.piecesSent(reply), this.state.settings().chunkDelay, loop);
	}

	/**
	 * Send the headers at once and then each piece by itself.
	 */
	private static Mono<Void> sendPieces(HttpServerResponse response, Reply reply, List<byte[]> pieces, Duration delay,
			Scheduler loop) {
		begin(response, reply);
		if (!reply.streamed()) {
			response.header("content-length", Integer.toString(reply.length()));
		}
		Flux<byte[]> paced = Flux.fromIterable(pieces);
		if (!delay.isZero()) {
			paced = paced.delayElements(delay, loop);
		}
		Flux<ByteBuf> buffers = paced.map(Unpooled::wrappedBuffer);
		return response.sendHeaders().send(buffers, (buffer) -> true).then();
	}

	private static void begin(HttpServerResponse response, Reply reply) {
		response.status(reply.status());
		reply.headers().forEach(response::header);
	}

	/**
	 * Close the connection under the answer. Never completes, as that would end the
	 * answer properly.
	 */
	private static Mono<Void> close(HttpServerResponse response, Fault fault) {
		return Mono.create((sink) -> response.withConnection((connection) -> {
			Channel channel = connection.channel();
			if (fault.resets()) {
				// to linger for no time is to throw away what is unsent, and to reset
				channel.config().setOption(ChannelOption.SO_LINGER, 0);
			}
			channel.close();
		}));
	}

	private static byte[] join(List<byte[]> chunks) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		chunks.forEach(bytes::writeBytes);
		return bytes.toByteArray();
	}

}
