"""LLVM text to machine code in this process, by way of the cache on disk."""

from __future__ import annotations

import ctypes
import hashlib
import threading
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm

from numeric import cache

_lock = threading.Lock()


def _features() -> Any:
    """What the processor can do; nothing beyond its architecture where LLVM cannot tell."""
    try:
        return llvm.get_host_cpu_features()
    except RuntimeError:
        return llvm.FeatureMap()


@lru_cache(maxsize=1)
def _target() -> tuple[Any, str]:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    cpu, features = llvm.get_host_cpu_name(), _features().flatten()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=cpu, features=features, opt=2, reloc="pic", codemodel="jitdefault", jit=True
    )
    version = ".".join(map(str, llvm.llvm_version_info))
    return machine, f"{version} {machine.triple} {cpu} {features}"


@lru_cache(maxsize=1)
def width() -> int:
    """Doubles worked on at a time: two registers' worth, so that one hides the waiting of the other."""
    features = _features()
    return 8 if features.get("avx2") or features.get("avx512f") else 4


def object_code(text: str) -> bytes:
    """The object file of a module, from the cache or compiled anew."""
    machine, description = _target()
    key = hashlib.sha256(f"{description}\n{text}".encode()).hexdigest()
    found = cache.read(key)
    if found is not None and found[:32] == hashlib.sha256(found[32:]).digest():
        return found[32:]
    with _lock:
        module = llvm.parse_assembly(text)
        module.triple = machine.triple
        module.data_layout = str(machine.target_data)
        options = llvm.create_pipeline_tuning_options(speed_level=2)
        builder = llvm.create_pass_builder(machine, options)
        builder.getModulePassManager().run(module, builder)
        code = bytes(machine.emit_object(module))
    cache.write(key, hashlib.sha256(code).digest() + code)
    return code


class Code:
    """Loaded machine code; functions live as long as this object does."""

    def __init__(self, text: str) -> None:
        code = object_code(text)
        with _lock:
            machine, _ = _target()
            # An engine owns its target machine, so each gets one of its own.
            own = llvm.Target.from_triple(machine.triple).create_target_machine(
                opt=2, reloc="pic", codemodel="jitdefault", jit=True
            )
            self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), own)
            self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
            self._engine.finalize_object()

    def address(self, name: str) -> int:
        return int(self._engine.get_function_address(name))


KERNEL = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
