from accelerated import describe

print(describe())
try:
    import accelerated_cuda_runtime
except ImportError:
    print("without a CUDA runtime")
else:
    print(f"with the CUDA runtime {accelerated_cuda_runtime.__version__}")
